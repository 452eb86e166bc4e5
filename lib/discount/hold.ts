import { closeDiscountScript } from "#lib/discount/scripts/close-discount.ts";
import { holdDiscountScript } from "#lib/discount/scripts/hold-discount.ts";
import { returnDiscountScript } from "#lib/discount/scripts/return-discount.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { DiscountValue } from "./amount.ts";
import type { DiscountRefusal } from "./schema.ts";

/**
 * The uses of one code. Each step is one script in the code's slot. At every moment, uses + holds are at most the limit
 * that was set when the last of them was taken.
 */
const codeKeys = (code: string) => ({
  discount: keys.discount(code),
  holds: keys.discountHolds(code),
  uses: keys.discountUses(code),
  closed: keys.discountClosed(code),
});

export type DiscountCheck = { ok: true; value: DiscountValue } | { ok: false; refusal: DiscountRefusal };

/**
 * What a code takes off for a shopper now, or which rule forbids its use. Holds nothing. One round trip.
 * @param shopper see identifyShopper; "" for a guest whose e-mail address is not known yet
 * @param subtotal in cents
 */
export async function checkDiscount(
  redis: Redis,
  code: string,
  shopper: string,
  subtotal: number,
): Promise<DiscountCheck> {
  const [answer, first, second] = await holdDiscountScript(redis, {
    ...codeKeys(code),
    order: "",
    shopper,
    subtotal,
  });
  if (answer === "ok") return { ok: true, value: { kind: first, value: second } };
  return {
    ok: false,
    refusal: answer === "refused" ? { rule: first, detail: second } : { rule: "unknown", detail: "" },
  };
}

/** The use of a code by an order. */
export interface DiscountUse {
  code: string;
  order: string;
  /** see identifyShopper */
  shopper: string;
  /** when the order began, in seconds: one of this hour whose hold was lost with a server is counted all the same */
  began: number;
}

/** Holds a use for an order. Idempotent. "closed" when the order has been decided in the meantime. One round trip. */
export async function holdDiscount(
  redis: Redis,
  { code, order, shopper }: Omit<DiscountUse, "began">,
  subtotal: number,
): Promise<"held" | "closed" | DiscountRefusal> {
  const [answer, rule, detail] = await holdDiscountScript(redis, { ...codeKeys(code), order, shopper, subtotal });
  if (answer === "refused") return { rule, detail };
  return answer === "ok" ? "held" : "closed";
}

/** Closes an order's hold: it becomes a use, or is released. Idempotent. One round trip. */
export async function closeDiscount(
  redis: Redis,
  { code, order, shopper, began }: DiscountUse,
  outcome: "used" | "released",
): Promise<void> {
  await closeDiscountScript(redis, { ...codeKeys(code), order, outcome, shopper, began });
}

/** Returns the use of a cancelled order. Its hold must be closed. Idempotent. One round trip. */
export async function returnDiscount(
  redis: Redis,
  { code, order, shopper }: Omit<DiscountUse, "began">,
): Promise<void> {
  const { discount, uses } = codeKeys(code);
  await returnDiscountScript(redis, { discount, uses, returned: keys.discountReturned(code), order, shopper });
}
