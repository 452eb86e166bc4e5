import { keys } from "#lib/redis/keys.ts";

/** What keys are for, by the beginning of their names without braces: the longer beginning decides. */
const FAMILIES: readonly (readonly [beginning: string, family: string])[] = [
  ["session:", "sessions"],
  ["sessions_of:", "sessions of users"],
  ["cart:", "carts"],
  ["wishlist:", "wishlists"],
  ["recent:", "viewed products"],
  ["viewed", "viewed products"],
  ["user:", "users"],
  ["user_ids", "users"],
  ["users:", "users"],
  ["username_to_id:", "names and addresses of users"],
  ["email_to_id:", "names and addresses of users"],
  ["sku:", "SKUs"],
  ["skus", "indexes of the catalogue"],
  ["picture", "pictures"],
  ["import", "imports"],
  ["order:", "orders"],
  ["orders", "indexes of orders"],
  ["discount", "discount codes"],
  ["search:", "search"],
  ["audit", "audit"],
  ["metrics:", "metrics"],
  ["limit:", "rate limits"],
  ["csp:", "reports of browsers"],
  ["biglist", "laboratory"],
  ["run", "laboratory"],
  ["session:lab", "laboratory"],
  ["sku:lab-", "laboratory"],
  ["cart:lab-", "laboratory"],
  ["recent:lab-", "laboratory"],
  ["user:lab-", "laboratory"],
  ["viewed:lab:", "laboratory"],
];
const LONGEST_FIRST = [...FAMILIES].sort(([a], [b]) => b.length - a.length);

/** The family of what no beginning is known for. */
export const OTHER_KEYS = "other";

/** What a key is for, in words such as "sessions"; a companion belongs to the family of its primary. */
export function familyOf(key: string): string {
  const name = key.startsWith("{") ? key.slice(1) : key;
  return LONGEST_FIRST.find(([beginning]) => name.startsWith(beginning))?.[1] ?? OTHER_KEYS;
}

/** Keys of which there is one each. A sample of the others would miss them, and one of them may be the largest of all. */
export const SINGLE_KEYS: readonly string[] = Object.values(keys).filter((name) => typeof name === "string");
