import { isUserId } from "#lib/owner.ts";

/** What the address of the browser of keys says. */
export interface KeysQuery {
  pattern?: string | undefined;
  type?: string | undefined;
  family?: string | undefined;
  view?: string | undefined;
  cursor?: string | undefined;
  /** the key that is shown, and a page of it */
  key?: string | undefined;
  at?: string | undefined;
  from?: string | undefined;
  as?: string | undefined;
  /** the field that is edited */
  edit?: string | undefined;
}

/** The address of the browser of keys. What is undefined, empty or the default is left out. */
export function keysPath(query: KeysQuery): string {
  const defaults: KeysQuery = { pattern: "*", from: "start", as: "text", view: "list" };
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => !!entry[1] && defaults[entry[0] as keyof KeysQuery] !== entry[1],
  );
  return given.length > 0 ? `/admin/keys?${new URLSearchParams(given)}` : "/admin/keys";
}

/** The same list with another key, or with none. */
export const withKey = ({ pattern, type, family, view, cursor }: KeysQuery, key?: string): string =>
  keysPath({ pattern, type, family, view, cursor, key });

interface KeyPage {
  href: string;
  title: string;
}

/** Folders of the pages of one thing, by the beginning of its key. */
const PAGES: Readonly<Record<string, { folder: string; title: string }>> = {
  order: { folder: "orders", title: "The order" },
  sku: { folder: "skus", title: "The SKU" },
  discount: { folder: "discounts", title: "The discount code" },
  run: { folder: "lab", title: "The run" },
  import: { folder: "skus/import", title: "The import" },
};

/** What belongs to a user, by the beginning of its key. */
const PERSONAL = ["user", "cart", "wishlist", "recent", "sessions_of", "orders_of"];

/** Pages of everything of a kind. */
const LISTS: Readonly<Record<string, KeyPage>> = {
  cart: { href: "/admin/carts", title: "Carts" },
  session: { href: "/admin/sessions", title: "Sessions" },
  audit: { href: "/admin/audit", title: "The audit" },
  runs: { href: "/admin/lab", title: "The laboratory" },
  orders: { href: "/admin/orders", title: "Orders" },
  skus: { href: "/admin/skus", title: "The catalogue" },
  discounts: { href: "/admin/discounts", title: "Discounts" },
  search: { href: "/admin/search", title: "Search" },
};

/** Where the store shows what a key holds, if it has a page for it. @param primary not the name of a companion */
export function pageOfKey(primary: string): KeyPage | null {
  const [kind = "", id = ""] = primary.split(/:(.*)/s);
  if (PERSONAL.includes(kind) && isUserId(id)) return { href: `/admin/users/${id}`, title: "The person" };
  const page = PAGES[kind];
  if (page && id) return { href: `/admin/${page.folder}/${encodeURIComponent(id)}`, title: page.title };
  return LISTS[kind] ?? null;
}
