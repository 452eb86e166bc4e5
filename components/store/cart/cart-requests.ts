import type { Cart } from "#lib/cart/schema.ts";
import type { Intent } from "./cart-intents.ts";

/** A change of the cart that was refused or that got lost; the message is for the shopper. */
export class CartError extends Error {
  /** It may have taken effect all the same. */
  readonly unsure: boolean;

  constructor(message: string, unsure: boolean) {
    super(message);
    this.unsure = unsure;
  }
}

/** How the cart's changes reach the server. Every reply is the whole cart; every failure a CartError. */
export interface Send {
  read(): Promise<Cart>;
  change(sku: string, intent: Intent): Promise<Cart>;
  clear(): Promise<Cart>;
}

const DEADLINE_MS = 8000;

async function explain(response: Response): Promise<CartError> {
  const unsure = response.status >= 500;
  if (response.status === 503)
    return new CartError("Our till is not answering. Your change was undone; try again.", unsure);
  const problem: unknown = await response.json().catch(() => null);
  const detail =
    typeof problem === "object" && problem !== null && "detail" in problem && typeof problem.detail === "string"
      ? problem.detail
      : "The shop did not accept that, and the change was undone.";
  return new CartError(detail, unsure);
}

/** Asks the JSON API. @throws CartError with what to tell the shopper */
export async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    // A change that is under way when the page is left still arrives.
    keepalive: method !== "GET",
    signal: AbortSignal.timeout(DEADLINE_MS),
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new CartError("We cannot reach the shop. Check your connection and try again.", true);
  });
  if (!response.ok) throw await explain(response);
  return (await response.json()) as T;
}

/** The JSON API (DESIGN §4). Quantities are set by PATCH, which may be repeated; only additions are POSTs. */
export const cartApi: Send = {
  read: () => call("GET", "/api/cart"),
  async change(sku, intent) {
    const { kind, quantity } = intent;
    if (kind === "add") return call("POST", "/api/cart/items", { sku, quantity });
    const id = encodeURIComponent(sku);
    // First in there, then out of here: a stop between the two leaves it in both.
    if (intent.save) await call("PUT", `/api/wishlist/${id}`);
    return call("PATCH", `/api/cart/items/${id}`, { quantity });
  },
  clear: () => call("DELETE", "/api/cart"),
};
