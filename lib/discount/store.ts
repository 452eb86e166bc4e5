import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/page.ts";
import { defineScript } from "#lib/redis/script.ts";
import { type Discount, type DiscountTerms, discountHash, type NewDiscount } from "./schema.ts";

const writeScript = defineScript("write-discount");

const toFields = ({ minimum, startsAt, endsAt, totalLimit, userLimit }: Omit<DiscountTerms, "code">) => [
  ...["minimum", minimum ?? "0.00", "starts_at", startsAt ?? 0, "ends_at", endsAt ?? 0],
  ...["total_limit", totalLimit ?? 0, "user_limit", userLimit ?? 0],
];

/**
 * Makes a code, which may be used from now on. It is listed before it is there: a list drops what it does not find,
 * and would never show what was not listed. Two round trips. @returns false when there is such a code already
 */
export async function createDiscount({ code, kind, value, ...terms }: NewDiscount): Promise<boolean> {
  const at = (Date.now() / 1000).toFixed(3);
  const fields = ["kind", kind, "value", value, "active", 1, "used", 0, "created_at", at, ...toFields(terms)];
  return withRedis(async (redis) => {
    await redis.zAdd(keys.discounts, { score: Number(at), value: code }, { condition: "NX" });
    return (await writeScript.run(redis, [keys.discount(code)], ["create", ...fields])) === 1;
  });
}

async function write(code: string, fields: (string | number)[]): Promise<boolean> {
  return withRedis(async (redis) => (await writeScript.run(redis, [keys.discount(code)], ["edit", ...fields])) === 1);
}

/** Changes when and how often a code may be used; uses made so far stay. Idempotent. @returns whether there is such a code */
export async function editDiscount({ code, ...terms }: DiscountTerms): Promise<boolean> {
  return write(code, toFields(terms));
}

/** Stops a code, or lets it be used again. Idempotent. @returns whether there is such a code */
export async function setDiscountActive(code: string, active: boolean): Promise<boolean> {
  return write(code, ["active", active ? 1 : 0]);
}

/** A code with its counts; null when there is none. One round trip. */
export async function readDiscount(redis: Redis, code: string): Promise<Discount | null> {
  const [hash, held] = await Promise.all([redis.hGetAll(keys.discount(code)), redis.hLen(keys.discountHolds(code))]);
  const parsed = discountHash.safeParse(hash);
  return parsed.success ? { code, held, ...parsed.data } : null;
}

/** A code with its counts; null when there is none. One round trip. */
export async function getDiscount(code: string): Promise<Discount | null> {
  return withRedis((redis) => readDiscount(redis, code));
}

/** Codes, newest first. Two round trips. */
export async function listDiscounts(page: { limit: number; cursor?: string | undefined }) {
  return withRedis(async (redis) => {
    const { members, nextCursor } = await readPage(redis, keys.discounts, { direction: "desc", ...page });
    const found = await Promise.all(members.map((code) => readDiscount(redis, code)));
    return { items: found.filter((discount) => discount !== null), nextCursor };
  });
}
