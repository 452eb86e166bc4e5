import { z } from "zod";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { LAB_SKUS } from "#lib/lab/runs/clean-up.ts";
import { labNames } from "#lib/redis/keys.ts";
import { createSession } from "#lib/session/store.ts";
import { getSku } from "#lib/sku/store.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { makeCaller } from "./http-caller.ts";

/** What a shopper can do; every step throws when the shop refuses it. */
export interface Shopper {
  viewProduct(n: number): Promise<void>;
  recordActivity(n: number): Promise<void>;
  addToCart(n: number): Promise<void>;
  viewCart(): Promise<void>;
  /** The cookies by which {@link seeOut} knows a shopper who came over HTTP. */
  pass: Pass;
}

export const pass = z.array(z.tuple([z.string(), z.string()]));
type Pass = z.infer<typeof pass>;

function expect(condition: unknown, step: string): asserts condition {
  if (!condition) throw new Error(`The shop refused a step: ${step}`);
}

/** A guest who shops through the functions that the shop's own pages use, among goods of the laboratory. */
export async function enterByFunctions(run: string, n: number): Promise<Shopper> {
  const session = await createSession(null, "Laboratory", { sid: labNames.sid(run, n) });
  const skuOf = (view: number) => labNames.sku(run, view % LAB_SKUS);
  return {
    async viewProduct(view) {
      expect(await getSku(skuOf(view)), "product");
    },
    async recordActivity(view) {
      const sku = skuOf(view);
      expect(await recordVisit(session.sid, `/products/${sku}`, sku, labNames.viewed(run)), "activity");
    },
    async addToCart(view) {
      expect((await addToCart(session.owner, skuOf(view), 1)).ok, "cart");
    },
    async viewCart() {
      await getCart(session.owner);
    },
    // What this shopper leaves has names that the run knows, and goes with it.
    pass: [],
  };
}

const listing = z.object({ items: z.array(z.object({ id: z.string() })).min(1) });

/** A guest who shops through the HTTP API of a running server, among what it sells. */
export async function enterByHttp(url: string): Promise<Shopper> {
  const cookies = new Map<string, string>();
  const call = makeCaller(url, cookies);
  const found = listing.safeParse(await call("GET", `/api/skus?limit=${LAB_SKUS}`));
  if (!found.success) throw new Error(`What answers at ${url} is not this shop, or it sells nothing`);
  const { items } = found.data;
  const skuOf = (view: number) => items[view % items.length]?.id ?? "";
  // From here on there is a session, which somebody has to end.
  await call("POST", "/api/visits", { page: "/" });
  return {
    async viewProduct(view) {
      await call("GET", `/api/skus/${skuOf(view)}`);
    },
    async recordActivity(view) {
      // Without the SKU, whose views the shop would count for all to see: a run leaves its ranking alone.
      await call("POST", "/api/visits", { page: `/products/${skuOf(view)}` });
    },
    async addToCart(view) {
      await call("POST", "/api/cart/items", { sku: skuOf(view), quantity: 1 });
    },
    async viewCart() {
      await call("GET", "/api/cart");
    },
    pass: [...cookies],
  };
}

/** Ends the session of a shopper who came over HTTP, wherever they stopped, and takes their cart along. */
export async function seeOut(url: string, shopper: Pass): Promise<void> {
  const call = makeCaller(url, new Map(shopper));
  await call("DELETE", "/api/cart");
  await call("POST", "/api/auth/logout");
}
