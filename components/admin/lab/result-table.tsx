import clsx from "clsx";
import { cell } from "#lib/lab/report/format.ts";
import { columnsOf, headOf, isText } from "#lib/lab/report/table.ts";
import type { Row } from "#lib/lab/runs/schema.ts";

interface ResultTableProps {
  caption: string;
  rows: readonly Row[];
}

/** What names a row stays where it is while the rest scrolls. */
const FIRST = "sticky left-0 min-w-24 bg-paper max-sm:whitespace-normal";

/**
 * A shadow at the right edge for as long as there is more to the right: it stands still, and a cover of the colour of
 * the page, which scrolls along, comes to lie on it at the end.
 */
const MORE =
  "bg-no-repeat [background-attachment:local,scroll] [background-image:linear-gradient(to_left,var(--paper)_40%,transparent),linear-gradient(to_left,color-mix(in_oklch,var(--ink)_25%,transparent),transparent)] [background-position:right] [background-size:3rem_100%,1.25rem_100%]";

/** Rows of a result under the names of their columns; wide ones scroll in their own frame. */
export function ResultTable({ caption, rows }: ResultTableProps) {
  const columns = columnsOf(rows);
  const left = new Set(columns.filter((column) => isText(rows, column)));
  const place = (column: string) => clsx(left.has(column) ? "text-left" : "text-right", column === columns[0] && FIRST);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label={caption} className={clsx("overflow-x-auto", MORE)} tabIndex={0}>
      <table className="figures w-full border-collapse text-xs sm:text-sm">
        <caption className="pb-2 text-left font-sans font-semibold text-base">{caption}</caption>
        <thead>
          <tr className="border-edge border-b-[1.5px]">
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={clsx("px-1.5 py-2 align-bottom font-semibold sm:px-2", place(column))}
              >
                {headOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={columns.map((column) => String(row[column])).join()} className="border-line border-b">
              {columns.map((column) => (
                <td key={column} className={clsx("whitespace-nowrap px-1.5 py-2 sm:px-2", place(column))}>
                  {cell(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
