import { writeDiscount } from "#lib/discount/scripts/write-discount.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readPage } from "#lib/redis/paging/read-page.ts";
import { flatten } from "#lib/redis/script.ts";
import { nowSeconds } from "#lib/time.ts";
import { type Discount, type DiscountTerms, discountHash, type NewDiscount } from "./schema.ts";

const toFields = ({ minimum, startsAt, endsAt, totalLimit, userLimit }: Omit<DiscountTerms, "code">) => ({
  ...{ minimum: minimum ?? "0.00", starts_at: startsAt ?? 0, ends_at: endsAt ?? 0 },
  ...{ total_limit: totalLimit ?? 0, user_limit: userLimit ?? 0 },
});

/**
 * Creates a code, active at once. It is listed before it is written: a list skips a code that it does not find, but
 * would never show one that is not listed. Two round trips. @returns false when the code already exists
 */
export async function createDiscount({ code, kind, value, ...terms }: NewDiscount): Promise<boolean> {
  const at = nowSeconds();
  const fields = { kind, value, active: 1, used: 0, created_at: at, ...toFields(terms) };
  return withRedis(async (redis) => {
    await redis.zAdd(keys.discounts, { score: Number(at), value: code }, { condition: "NX" });
    return writeDiscount(redis, { discount: keys.discount(code), mode: "create", rest: flatten(fields) });
  });
}

async function edit(code: string, fields: Record<string, string | number>): Promise<boolean> {
  const change = { discount: keys.discount(code), mode: "edit", rest: flatten(fields) };
  return withRedis((redis) => writeDiscount(redis, change));
}

/** Changes when and how often a code may be used; its uses stay. Idempotent. @returns whether the code exists */
export async function editDiscount({ code, ...terms }: DiscountTerms): Promise<boolean> {
  return edit(code, toFields(terms));
}

/** Stops a code or resumes it. Idempotent. @returns whether the code exists */
export async function setDiscountActive(code: string, active: boolean): Promise<boolean> {
  return edit(code, { active: active ? 1 : 0 });
}

/** A code with its counts; null when it does not exist. One round trip. */
export async function readDiscount(redis: Redis, code: string): Promise<Discount | null> {
  const [hash, held] = await Promise.all([redis.hGetAll(keys.discount(code)), redis.hLen(keys.discountHolds(code))]);
  const parsed = discountHash.safeParse(hash);
  return parsed.success ? { code, held, ...parsed.data } : null;
}

/** The same, on the connection of this process. One round trip. */
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
