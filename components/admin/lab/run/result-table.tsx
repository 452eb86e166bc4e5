import clsx from "clsx";
import { formatValue } from "#lib/lab/report/format.ts";
import { columnsOf, headingOf, isTextColumn } from "#lib/lab/report/table.ts";
import type { Row } from "#lib/lab/runs/schema.ts";

interface ResultTableProps {
  caption: string;
  rows: readonly Row[];
}

/** The first column, which names the rows, stays in place while the rest scrolls. */
const FIRST_COLUMN = "sticky left-0 min-w-24 bg-paper max-sm:whitespace-normal";

/**
 * A shadow at the right edge as long as there is more to the right. The shadow does not scroll; a patch in the colour of
 * the page does, and covers the shadow at the end.
 */
const SCROLL_SHADOW =
  "bg-no-repeat [background-attachment:local,scroll] [background-image:linear-gradient(to_left,var(--paper)_40%,transparent),linear-gradient(to_left,color-mix(in_oklch,var(--ink)_25%,transparent),transparent)] [background-position:right] [background-size:3rem_100%,1.25rem_100%]";

/** A result table. A wide one scrolls within its own frame. */
export function ResultTable({ caption, rows }: ResultTableProps) {
  const columns = columnsOf(rows);
  const left = new Set(columns.filter((column) => isTextColumn(rows, column)));
  const classOf = (column: string) =>
    clsx(left.has(column) ? "text-left" : "text-right", column === columns[0] && FIRST_COLUMN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section aria-label={caption} className={clsx("overflow-x-auto", SCROLL_SHADOW)} tabIndex={0}>
      <table className="figures w-full border-collapse text-xs sm:text-sm">
        <caption className="pb-2 text-left font-sans font-semibold text-base">{caption}</caption>
        <thead>
          <tr className="border-edge border-b-[1.5px]">
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={clsx("px-1.5 py-2 align-bottom font-semibold sm:px-2", classOf(column))}
              >
                {headingOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={columns.map((column) => String(row[column])).join()} className="border-line border-b">
              {columns.map((column) => (
                <td key={column} className={clsx("whitespace-nowrap px-1.5 py-2 sm:px-2", classOf(column))}>
                  {formatValue(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
