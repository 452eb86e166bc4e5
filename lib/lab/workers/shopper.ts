import { z } from "zod";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { LAB_SKUS } from "#lib/lab/runs/clean-up.ts";
import { labNames } from "#lib/redis/keys.ts";
import { createSession } from "#lib/session/store.ts";
import { getSku } from "#lib/sku/store.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { makeCaller } from "./http-caller.ts";

/** What a shopper can do; each step throws if the store refuses it. `n` counts the page views. */
export interface Shopper {
  viewProduct(n: number): Promise<void>;
  recordActivity(n: number): Promise<void>;
  addToCart(n: number): Promise<void>;
  viewCart(): Promise<void>;
  /** The cookies with which {@link endHttpSession} ends the session; none for a shopper without HTTP. */
  cookies: ShopperCookies;
}

export const shopperCookies = z.array(z.tuple([z.string(), z.string()]));
/** Names and values of cookies. */
export type ShopperCookies = z.infer<typeof shopperCookies>;

function expect(condition: unknown, step: string): asserts condition {
  if (!condition) throw new Error(`The store refused a step: ${step}`);
}

/** A guest who uses the same functions as the store's own pages, with SKUs that belong to the run. */
export async function createLocalShopper(run: string, n: number): Promise<Shopper> {
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
    // The run knows the names of all keys of this shopper and deletes them itself.
    cookies: [],
  };
}

const listing = z.object({ items: z.array(z.object({ id: z.string() })).min(1) });

/** A guest who uses the HTTP API of a running server, with the SKUs that it sells. */
export async function createHttpShopper(url: string): Promise<Shopper> {
  const cookies = new Map<string, string>();
  const call = makeCaller(url, cookies);
  const found = listing.safeParse(await call("GET", `/api/skus?limit=${LAB_SKUS}`));
  if (!found.success) throw new Error(`The server at ${url} is not this store, or it has no products`);
  const { items } = found.data;
  const skuOf = (view: number) => items[view % items.length]?.id ?? "";
  // This request creates the session, which has to be ended later.
  await call("POST", "/api/visits", { page: "/" });
  return {
    async viewProduct(view) {
      await call("GET", `/api/skus/${skuOf(view)}`);
    },
    async recordActivity(view) {
      // Without the SKU, so that the run does not change the store's public ranking of viewed products.
      await call("POST", "/api/visits", { page: `/products/${skuOf(view)}` });
    },
    async addToCart(view) {
      await call("POST", "/api/cart/items", { sku: skuOf(view), quantity: 1 });
    },
    async viewCart() {
      await call("GET", "/api/cart");
    },
    cookies: [...cookies],
  };
}

/** Empties the cart of a shopper who used HTTP and ends the session, wherever the shopper stopped. */
export async function endHttpSession(url: string, cookies: ShopperCookies): Promise<void> {
  const call = makeCaller(url, new Map(cookies));
  await call("DELETE", "/api/cart");
  await call("POST", "/api/auth/logout");
}
