import clsx from "clsx";
import Link from "next/link";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import type { ListedKey } from "#lib/key-browser/list-keys.ts";
import { formatMemory, formatTtl } from "./format-key.ts";
import { type Branch, growTree, pathOf } from "./key-tree.ts";
import { type KeysQuery, withKey } from "./keys-path.ts";

interface KeyListProps {
  items: readonly ListedKey[];
  query: KeysQuery;
}

const CELLS = ["hidden pr-3 sm:table-cell", "pr-3", "hidden pr-3 text-right sm:table-cell", "text-right"] as const;
const HEAD: readonly Column[] = [
  { title: "Type", className: CELLS[0] },
  { title: "Key", className: CELLS[1] },
  { title: "TTL", className: CELLS[2] },
  { title: "Memory", className: CELLS[3] },
];

function Row({ item: { key, type, ttl, bytes }, query }: { item: ListedKey; query: KeysQuery }) {
  const here = key === query.key;
  return (
    <tr className={clsx(ROW_CLASS, here && "bg-raised")}>
      <td className={clsx("tag text-soft", CELLS[0])}>{type}</td>
      <td className={CELLS[1]}>
        <Link
          href={withKey(query, key)}
          prefetch={false}
          aria-current={here ? "true" : undefined}
          className={clsx(
            "figures wrap-anywhere inline-flex min-h-11 items-center py-1 text-sm leading-tight hover:underline",
            here && "text-accent-text underline",
          )}
        >
          {key}
        </Link>
      </td>
      <td className={clsx("figures whitespace-nowrap text-sm", CELLS[2])}>{formatTtl(ttl)}</td>
      <td className={clsx("figures whitespace-nowrap text-sm", CELLS[3])}>{formatMemory(bytes)}</td>
    </tr>
  );
}

/** Keys with type, lifetime and memory. */
export function KeyTable({ items, query }: KeyListProps) {
  return (
    <DataTable caption="Keys" head={HEAD}>
      {items.map((item) => (
        <Row key={item.key} item={item} query={query} />
      ))}
    </DataTable>
  );
}

function BranchList({ branch, query }: { branch: Branch<ListedKey>; query: KeysQuery }) {
  return (
    <ul className={branch.prefix ? "border-line border-l-2 pl-3" : ""}>
      {branch.branches.map((inner) => (
        <li key={inner.prefix}>
          <details
            className="group/branch"
            open={query.key !== undefined && pathOf(query.key).startsWith(inner.prefix)}
          >
            <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 text-sm hover:text-accent-text">
              <span aria-hidden className="text-soft transition-transform group-open/branch:rotate-90">
                ▸
              </span>
              <span className="figures wrap-anywhere font-semibold">{inner.prefix}</span>
              <span className="tag text-soft">{inner.count}</span>
            </summary>
            <BranchList branch={inner} query={query} />
          </details>
        </li>
      ))}
      {branch.leaves.map(({ key, type }) => (
        <li key={key}>
          <Link
            href={withKey(query, key)}
            prefetch={false}
            aria-current={key === query.key ? "true" : undefined}
            className="flex min-h-11 items-center gap-2 text-sm hover:underline aria-[current]:text-accent-text"
          >
            <span className="figures wrap-anywhere">{key}</span>
            <span className="tag text-soft">{type}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The keys of a page as a tree by the parts of their names. */
export function KeyTree({ items, query }: KeyListProps) {
  return <BranchList branch={growTree(items)} query={query} />;
}
