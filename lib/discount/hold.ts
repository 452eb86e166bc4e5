import { closeDiscountScript } from "#lib/discount/scripts/close-discount.ts";
import { holdDiscountScript } from "#lib/discount/scripts/hold-discount.ts";
import { returnDiscountScript } from "#lib/discount/scripts/return-discount.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Worth } from "./amount.ts";
import type { DiscountRefusal } from "./schema.ts";

/**
 * The uses of one code, each step a script in its slot. Whatever happens, at every moment: uses + holds are never more
 * than the limit allows that stood when the last of them was taken.
 */
const places = (code: string) => ({
  discount: keys.discount(code),
  holds: keys.discountHolds(code),
  usedBy: keys.discountUsedBy(code),
  closed: keys.discountClosed(code),
});

export type Look = { ok: true; worth: Worth } | { ok: false; refusal: DiscountRefusal };

/**
 * What a code is worth to somebody now, or which rule forbids it. Takes nothing aside. One round trip.
 * @param who "" for a guest whose address is not known yet
 * @param subtotal in cents
 */
export async function lookAtDiscount(redis: Redis, code: string, who: string, subtotal: number): Promise<Look> {
  const [answer, first, second] = await holdDiscountScript(redis, {
    ...places(code),
    order: "",
    shopper: who,
    subtotal,
  });
  if (answer === "ok") return { ok: true, worth: { kind: first, value: second } };
  return {
    ok: false,
    refusal: answer === "refused" ? { rule: first, detail: second } : { rule: "unknown", detail: "" },
  };
}

/** One use that an order makes. */
export interface Use {
  code: string;
  order: string;
  who: string;
}

/** Takes a use aside for an order. Idempotent. "closed" when the order was decided meanwhile. One round trip. */
export async function holdDiscount(
  redis: Redis,
  { code, order, who }: Use,
  subtotal: number,
): Promise<"held" | "closed" | DiscountRefusal> {
  const [answer, rule, detail] = await holdDiscountScript(redis, { ...places(code), order, shopper: who, subtotal });
  if (answer === "refused") return { rule, detail };
  return answer === "ok" ? "held" : "closed";
}

/** Ends an order's hold: it is a use now, or nobody's. Idempotent. One round trip. */
export async function closeDiscount(redis: Redis, { code, order }: Use, outcome: "used" | "given-up"): Promise<void> {
  await closeDiscountScript(redis, { ...places(code), order, outcome, now: Math.floor(Date.now() / 1000) });
}

/** Gives back what a cancelled order had used; its hold must be closed. Idempotent. One round trip. */
export async function returnDiscount(redis: Redis, { code, order, who }: Use): Promise<void> {
  const { discount, usedBy } = places(code);
  await returnDiscountScript(redis, { discount, usedBy, returned: keys.discountReturned(code), order, shopper: who });
}
