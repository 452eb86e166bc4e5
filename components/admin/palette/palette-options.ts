import { keysPath, withKey } from "#components/admin/keys/keys-path.ts";
import { findPages } from "#components/admin/layout/admin-pages.ts";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { groupThousands } from "#components/ui/price.tsx";
import type { PaletteResults } from "#lib/palette/schema.ts";

/** Something that the palette leads to. */
export interface PaletteOption {
  href: string;
  title: string;
  /** what else tells it from others */
  detail?: string;
  /** whether the title is an id or a name of a key, shown in figures */
  isCode?: boolean;
}

export interface PaletteGroup {
  title: string;
  options: PaletteOption[];
}

const joined = (...parts: readonly (string | false)[]) => parts.filter(Boolean).join(" · ");

function listFound({ skus, orders, people, keys }: PaletteResults): PaletteGroup[] {
  return [
    {
      title: "SKUs",
      options: skus.map(({ id, name, price, stock }) => ({
        href: `/admin/skus/${id}`,
        title: name,
        detail: joined(id, groupThousands(price), `${stock.toLocaleString("en")} in stock`),
      })),
    },
    {
      title: "Orders",
      options: orders.map(({ id, status, total, email }) => ({
        href: `/admin/orders/${id}`,
        title: formatOrderId(id),
        detail: joined(status, groupThousands(total), email),
        isCode: true,
      })),
    },
    {
      title: "People",
      options: people.map(({ id, username, email, role, disabled }) => ({
        href: `/admin/users/${id}`,
        title: username,
        detail: joined(`#${id}`, email, role === "admin" && "administrator", disabled && "disabled"),
      })),
    },
    {
      title: "Keys",
      options: keys.map(({ key, type }) => ({ href: withKey({}, key), title: key, detail: type, isCode: true })),
    },
  ];
}

/** The lists that look further than the palette does. */
function listSearches(q: string): PaletteOption[] {
  const query = new URLSearchParams({ q });
  return [
    { href: `/admin/skus?${query}`, title: `“${q}” in the catalogue` },
    { href: `/admin/orders?${query}`, title: `“${q}” in all orders` },
    { href: `/admin/users?${query}`, title: `“${q}” among all people` },
    { href: keysPath({ pattern: `*${q}*` }), title: `“${q}” in all keys` },
  ];
}

/**
 * What the palette offers for a text: pages at once, what the store has found once that is there, and the lists that can be
 * searched. Groups with nothing in them are left out.
 */
export function listGroups(q: string, results: PaletteResults | null): PaletteGroup[] {
  const groups = [
    { title: "Pages", options: q === "" ? findPages("") : findPages(q).slice(0, 6) },
    ...(results ? listFound(results) : []),
    { title: "Search further", options: q === "" ? [] : listSearches(q) },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

/** How many things were found beside the links to searches. */
export const countFound = (groups: readonly PaletteGroup[]) =>
  groups.reduce((sum, { title, options }) => sum + (title === "Search further" ? 0 : options.length), 0);
