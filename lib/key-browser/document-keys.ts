import { keys } from "#lib/redis/keys.ts";

/** A key that the case study or the challenge shows. */
export interface DocumentKey {
  /** its name, or how such names look */
  key: string;
  /** a glob where there are many of them */
  pattern?: string;
  about: string;
}

/** The keys of the two documents, and what they are here. */
export const DOCUMENT_KEYS: readonly DocumentKey[] = [
  { key: keys.user("1"), about: "Hash: first_name Parker, last_name Perry, and the rest of an account." },
  { key: keys.cart("1"), about: "Hash: sku123 2, sku456 1." },
  { key: keys.sku("sku123"), about: "Hash: name, price 199.99, and the rest of a product." },
  { key: keys.sku("sku456"), about: "Hash, as the other." },
  { key: keys.bigList, about: "List: 10,000 down to 1, as LPUSH leaves it." },
  {
    key: "session:<sid>",
    pattern: keys.session("*"),
    about: "Hash with a TTL: who is in the store, and what they look at.",
  },
  {
    key: "username_to_id:<name>",
    pattern: keys.usernameToId("*"),
    about: "String: the id of the user with this name.",
  },
];
