import { z } from "zod";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { defineScript } from "#lib/redis/script.ts";
import type { Worth } from "./amount.ts";
import { type DiscountRefusal, refusal } from "./schema.ts";

/**
 * The uses of one code, each step a script in its slot. Whatever happens, at every moment: uses + holds are never more
 * than the limit allows that stood when the last of them was taken.
 */
const holdScript = defineScript("hold-discount");
const closeScript = defineScript("close-discount");
const returnScript = defineScript("return-discount");

const reply = z.union([
  z.tuple([z.literal("ok"), z.string(), z.string()]),
  z.tuple([z.literal("closed")]),
  z.tuple([z.literal("refused"), refusal.shape.rule, z.string()]),
]);
const kind = z.enum(["percent", "fixed"]);

async function run(redis: Redis, code: string, order: string, who: string, subtotal: number) {
  const places = [keys.discount(code), keys.discountHolds(code), keys.discountUsedBy(code), keys.discountClosed(code)];
  return reply.parse(await holdScript.run(redis, places, [order, who, subtotal]));
}

export type Look = { ok: true; worth: Worth } | { ok: false; refusal: DiscountRefusal };

/**
 * What a code is worth to somebody now, or which rule forbids it. Takes nothing aside. One round trip.
 * @param who "" for a guest whose address is not known yet
 * @param subtotal in cents
 */
export async function lookAtDiscount(redis: Redis, code: string, who: string, subtotal: number): Promise<Look> {
  const [answer, first, second] = await run(redis, code, "", who, subtotal);
  if (answer === "ok") return { ok: true, worth: { kind: kind.parse(first), value: second } };
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
  const [answer, rule, detail] = await run(redis, code, order, who, subtotal);
  if (answer === "refused") return { rule, detail };
  return answer === "ok" ? "held" : "closed";
}

/** Ends an order's hold: it is a use now, or nobody's. Idempotent. One round trip. */
export async function closeDiscount(redis: Redis, { code, order }: Use, outcome: "used" | "given-up"): Promise<void> {
  const places = [keys.discount(code), keys.discountHolds(code), keys.discountUsedBy(code), keys.discountClosed(code)];
  await closeScript.run(redis, places, [order, outcome, Math.floor(Date.now() / 1000)]);
}

/** Gives back what a cancelled order had used; its hold must be closed. Idempotent. One round trip. */
export async function returnDiscount(redis: Redis, { code, order, who }: Use): Promise<void> {
  const places = [keys.discount(code), keys.discountUsedBy(code), keys.discountReturned(code)];
  await returnScript.run(redis, places, [order, who]);
}
