import { keys } from "#lib/redis/keys.ts";

/** A family of keys: what somebody who looks at a key of it should know. docs/data-model.md has all of it. */
export interface KeyFamily {
  id: string;
  title: string;
  /** names of its primary keys, or how they begin, with a `*` at the end; companions `{<primary>}:…` belong to it as well */
  patterns: readonly string[];
  type: string;
  /** what it holds, and how long it lives */
  about: string;
  /** what to mind before changing it by hand */
  caution?: string;
}

const KEPT = "Change it on its page: that keeps other keys in agreement with it.";

/** Every family, in the order of the data model. */
export const FAMILIES: readonly KeyFamily[] = [
  {
    id: "users",
    title: "Users",
    patterns: [
      keys.user("*"),
      keys.usernameToId("*"),
      keys.emailToId("*"),
      keys.userIds,
      keys.usersToDelete,
      keys.rightsLock,
    ],
    type: "hash; strings for the indexes",
    about: "An account, and the indexes from user name and e-mail address to its id. Does not expire.",
    caution: "Deleting a hash leaves its indexes behind: close an account on its account page.",
  },
  {
    id: "sessions",
    title: "Sessions",
    patterns: [keys.session("*"), keys.sessionsOf("*"), "sessions:*"],
    type: "hash; sorted set of a user's sids",
    about: "Who is in the store: an hour from the last activity, twelve at most. A sid opens nothing without its seal.",
    caution: "Deleting a session signs its visitor out at once.",
  },
  {
    id: "sign-ins",
    title: "Sign-ins under way",
    patterns: [keys.pendingSignIn("*"), keys.passkeyChallenge("*"), keys.registrationForm("*")],
    type: "hash, string",
    about: "A sign-in that waits for its second factor, or a registration. Five minutes.",
  },
  {
    id: "carts",
    title: "Carts",
    patterns: [keys.cart("*")],
    type: "hash",
    about:
      "SKU id → quantity, of a user id or a guest id. No prices: totals are computed when it is read. A guest's lives for 24 hours.",
  },
  {
    id: "wishlists",
    title: "Wishlists and views",
    patterns: [keys.wishlist("*"), keys.recent("*"), `${keys.viewed}*`],
    type: "sorted set",
    about: "What somebody has saved or looked at, by time; and how often each SKU was looked at.",
  },
  {
    id: "skus",
    title: "Products",
    patterns: [keys.sku("*"), keys.skus, `${keys.skus}:*`],
    type: "hash; sorted sets for the lists",
    about: "A product with price and stock, and the lists by time, price and category. Does not expire.",
    caution: `${KEPT} For every SKU, initial stock = stock + held + sold.`,
  },
  {
    id: "pictures",
    title: "Pictures and imports",
    patterns: [keys.picture("*"), keys.pictures, keys.skuDraft("*"), keys.import("*"), `${keys.imports}*`],
    type: "hash, list, sorted set",
    about: "Uploaded pictures in three sizes, and tables that are imported.",
  },
  {
    id: "orders",
    title: "Orders",
    patterns: [keys.order("*"), keys.orders, `${keys.orders}:*`, keys.ordersOf("*")],
    type: "hash; sorted sets for the lists",
    about: "An order with the lines and prices agreed, and the lists by owner, address and status. Does not expire.",
    caution: `${KEPT} Nothing else keeps orders and stock in agreement.`,
  },
  {
    id: "discounts",
    title: "Discounts",
    patterns: [keys.discount("*"), keys.discounts],
    type: "hash; sorted set of the codes",
    about: "A discount code, and who has used it.",
    caution: KEPT,
  },
  {
    id: "limits",
    title: "Rate limits",
    patterns: ["limit:*"],
    type: "string",
    about: "How often an address or an account has done something. Expires by itself; deleting one lifts the limit.",
  },
  {
    id: "audit",
    title: "Audit and metrics",
    patterns: [keys.audit, "metrics:*", "csp:*", keys.commandLog("*")],
    type: "stream, hash, list",
    about:
      "What administrators did, the figures of the dashboard, reports of browsers, and for half an hour the commands of visitors who look at them. Capped.",
  },
  {
    id: "laboratory",
    title: "Laboratory",
    patterns: [
      ...[keys.bigList, `${keys.bigList}:*`, keys.run("*"), keys.runs, keys.activeRun],
      // Runs have keys like those of the shop.
      ...["session:lab*", "user:lab-*", "sku:lab-*", "cart:lab-*", "recent:lab-*", `${keys.viewed}:lab:*`],
    ],
    type: "list, hash, stream",
    about: "Runs with their samples and results, and biglist, the challenge's integers, the last one first.",
  },
  {
    id: "store",
    title: "The store's own",
    patterns: [keys.dataFormat, "restore:*", "repair*", "probe:*", "search:*", "migration*"],
    type: "string, hash",
    about: "The version of the data, locks, synonyms of the search, and what is written to see whether Redis takes it.",
  },
];

/** The key that a companion `{<primary>}:<suffix>` belongs to; another key itself. */
export const primaryOf = (key: string) => /^\{(.+?)\}:/.exec(key)?.[1] ?? key;

/** The longest first: `cart:lab-*` before `cart:*`. A pattern is a name, or the beginning of names. */
const PATTERNS = FAMILIES.flatMap((family) => family.patterns.map((pattern) => ({ family, pattern }))).sort(
  (a, b) => b.pattern.length - a.pattern.length,
);

/** The family that a key belongs to; undefined for what the store did not write. */
export function familyOf(key: string): KeyFamily | undefined {
  const primary = primaryOf(key);
  const belongs = ({ pattern }: { pattern: string }) =>
    pattern.endsWith("*") ? primary.startsWith(pattern.slice(0, -1)) : primary === pattern;
  return PATTERNS.find(belongs)?.family;
}

/** A glob that every key of a family matches, or more: what else it finds has to be left out by {@link familyOf}. */
export function patternOf({ patterns }: KeyFamily): string {
  const [first = "", ...others] = patterns.map((pattern) => pattern.replace(/\*$/, ""));
  let shared = first;
  while (!others.every((pattern) => pattern.startsWith(shared))) shared = shared.slice(0, -1);
  // Companions begin with a brace.
  return shared === "" ? "*" : `*${shared}*`;
}
