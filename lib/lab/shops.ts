import { z } from "zod";
import { addToCart, getCart } from "../cart/store.ts";
import { labNames } from "../redis/keys.ts";
import { createSession } from "../session/store.ts";
import { getSku } from "../sku/store.ts";
import { recordVisit } from "../visit/store.ts";
import { LAB_SKUS } from "./clean-up.ts";

/** What a shopper can do; every step throws when the shop refuses it. */
export interface Shopper {
  viewProduct(n: number): Promise<void>;
  recordActivity(n: number): Promise<void>;
  addToCart(n: number): Promise<void>;
  viewCart(): Promise<void>;
}

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
      expect(await recordVisit(session.sid, `/products/${sku}`, sku), "activity");
    },
    async addToCart(view) {
      expect((await addToCart(session.owner, skuOf(view), 1)).ok, "cart");
    },
    async viewCart() {
      await getCart(session.owner);
    },
  };
}

const listing = z.object({ items: z.array(z.object({ id: z.string() })).min(1) });

/** A guest who shops through the HTTP API of a running server, among what it sells. */
export async function enterByHttp(url: string): Promise<Shopper> {
  const cookies = new Map<string, string>();
  const call = async (method: string, path: string, body?: unknown) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, url), {
      method,
      headers: { ...(cookie ? { cookie } : {}), ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const reply: unknown = await response.json();
    expect(response.ok, `${method} ${path} was answered ${response.status}`);
    return reply;
  };
  const { items } = listing.parse(await call("GET", `/api/skus?limit=${LAB_SKUS}`));
  const skuOf = (view: number) => items[view % items.length]?.id ?? "";
  return {
    async viewProduct(view) {
      await call("GET", `/api/skus/${skuOf(view)}`);
    },
    async recordActivity(view) {
      await call("POST", "/api/visits", { page: `/products/${skuOf(view)}`, sku: skuOf(view) });
    },
    async addToCart(view) {
      await call("POST", "/api/cart/items", { sku: skuOf(view), quantity: 1 });
    },
    async viewCart() {
      await call("GET", "/api/cart");
    },
  };
}
