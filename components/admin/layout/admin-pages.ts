/** A page of the admin area that has an address of its own. */
export interface AdminPage {
  href: string;
  title: string;
  /** what else somebody may call it */
  words?: string;
}

/** The sections, as the navigation shows them. */
export const SECTIONS: readonly AdminPage[] = [
  { href: "/admin", title: "Overview", words: "dashboard metrics figures charts live start" },
  { href: "/admin/lab", title: "Laboratory", words: "runs load test benchmark pipeline biglist" },
  { href: "/admin/migration", title: "Migration", words: "postgresql migrate phases dual write backfill" },
  { href: "/admin/orders", title: "Orders", words: "ship deliver cancel" },
  { href: "/admin/users", title: "People", words: "users accounts shoppers administrators" },
  { href: "/admin/sessions", title: "Sessions", words: "visitors signed in" },
  { href: "/admin/carts", title: "Carts", words: "baskets" },
  { href: "/admin/skus", title: "Catalogue", words: "skus products stock prices" },
  { href: "/admin/discounts", title: "Discounts", words: "codes vouchers" },
  { href: "/admin/search", title: "Search", words: "synonyms" },
  { href: "/admin/audit", title: "Audit", words: "log history who did what" },
  { href: "/admin/redis", title: "Redis", words: "memory server database commands connections" },
  { href: "/admin/keys", title: "Keys", words: "browser database" },
];

/** The pages below them that are the same for whatever they show. */
const INNER_PAGES: readonly AdminPage[] = [
  { href: "/admin/find", title: "Find", words: "command palette" },
  { href: "/admin/skus/new", title: "New SKU", words: "create add product" },
  { href: "/admin/skus/import", title: "Import SKUs", words: "csv upload table products" },
  { href: "/admin/skus/pictures", title: "Pictures", words: "images uploads" },
  { href: "/admin/users/new", title: "New account", words: "create add user person" },
  { href: "/admin/lab/compare", title: "Compare runs", words: "laboratory" },
  { href: "/admin/lab/cost", title: "Cost", words: "calculator savings roi servers" },
  { href: "/admin/keys/command-line", title: "Command line", words: "redis cli terminal" },
  { href: "/admin/keys/redis-insight", title: "Redis Insight", words: "connect password" },
  { href: "/admin/keys/data-model", title: "Key families", words: "data model" },
];

export const ADMIN_PAGES: readonly AdminPage[] = [...SECTIONS, ...INNER_PAGES];

/** The pages with a word in their title or description for each word of a text; those named by their title first. */
export function findPages(text: string): AdminPage[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const begins = (words: string) => {
    const own = words.toLowerCase().split(" ");
    return wanted.every((start) => own.some((word) => word.startsWith(start)));
  };
  const named = ADMIN_PAGES.filter(({ title }) => begins(title));
  const described = ADMIN_PAGES.filter((page) => !named.includes(page) && begins(`${page.title} ${page.words ?? ""}`));
  return [...named, ...described];
}
