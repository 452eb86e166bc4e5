import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

/** The head of a column. */
export interface Column {
  title: string;
  /** what stands before the title, such as a checkbox for all rows */
  before?: ReactNode;
  /** whether the title is only for screen readers, as above buttons */
  isUnseen?: boolean;
  /** the classes of its cells: width, alignment, and at which widths it is left out */
  className?: string;
  /** the address of the list in another order of this column, and the order that it is in now */
  sort?: { href: string; now: "ascending" | "descending" | null };
}

interface DataTableProps {
  caption: string;
  head: readonly Column[];
  /** the rows */
  children: ReactNode;
  /** whether the columns stand below each other on a phone */
  isStacked?: boolean;
}

const ARROWS = { ascending: "↑", descending: "↓" } as const;

function Title({ title, isUnseen, sort }: Column) {
  if (!sort) return isUnseen ? <span className="sr-only">{title}</span> : title;
  return (
    <Link
      href={sort.href}
      prefetch={false}
      scroll={false}
      className="inline-flex min-h-11 items-center gap-1 underline decoration-line decoration-2 underline-offset-4 hover:text-ink hover:decoration-accent"
    >
      {title}
      <span aria-hidden="true">{sort.now ? ARROWS[sort.now] : "↕"}</span>
    </Link>
  );
}

/**
 * A table whose head stays in view while its rows scroll below it. What it can be sorted by is a link in the head. One that
 * is longer than the window, or wider than a phone, scrolls by itself, also by keyboard.
 */
export function DataTable({ caption, head, children, isStacked = false }: DataTableProps) {
  return (
    // Not a region: a page has its own, and some are called the same.
    // biome-ignore lint/a11y/useSemanticElements: no element but fieldset is a group
    <div
      role="group"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      // Relative: what is only for screen readers is positioned, and would else make the page as long as all rows.
      className="relative max-h-[85dvh] max-w-full overflow-auto rounded-sm print:max-h-none print:overflow-visible"
    >
      <table className={clsx("w-full text-left", isStacked && "max-sm:block")}>
        <caption className="sr-only">{caption}</caption>
        <thead className={clsx("tag text-soft", isStacked && "max-sm:sr-only")}>
          <tr>
            {head.map((column) => (
              <th
                key={column.title}
                scope="col"
                aria-sort={column.sort?.now ?? undefined}
                className={clsx(
                  // A border would not stay with a head that sticks.
                  "sticky top-0 z-10 h-11 bg-paper shadow-[inset_0_-1px_0_var(--line)] print:static",
                  column.className,
                )}
              >
                {column.before ? (
                  <span className="flex items-center">
                    {column.before}
                    <Title {...column} />
                  </span>
                ) : (
                  <Title {...column} />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={clsx(isStacked && "wrap-anywhere max-sm:block")}>{children}</tbody>
      </table>
    </div>
  );
}

/** The classes of a row. */
export const ROW_CLASS = "border-line border-t first:border-t-0 hover:bg-raised has-[:checked]:bg-raised";
