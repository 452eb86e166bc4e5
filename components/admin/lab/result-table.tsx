import clsx from "clsx";
import { cell, words } from "#lib/lab/format.ts";
import type { Row } from "#lib/lab/schema.ts";

interface ResultTableProps {
  caption: string;
  rows: readonly Row[];
}

/** Rows of a result under the names of their columns; wide ones scroll in their own frame. */
export function ResultTable({ caption, rows }: ResultTableProps) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isText = (column: string) => rows.some((row) => typeof row[column] === "string");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label={caption} className="overflow-x-auto" tabIndex={0}>
      <table className="figures w-full border-collapse text-sm">
        <caption className="pb-2 text-left font-sans font-semibold text-base">{caption}</caption>
        <thead>
          <tr className="border-edge border-b-[1.5px]">
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={clsx("px-2 py-2 align-bottom font-semibold", isText(column) ? "text-left" : "text-right")}
              >
                {words(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={columns.map((column) => String(row[column])).join()} className="border-line border-b">
              {columns.map((column) => (
                <td key={column} className={clsx("whitespace-nowrap px-2 py-2", !isText(column) && "text-right")}>
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
