import clsx from "clsx";

interface TextTableProps {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** how many rows are not shown; none when not above 0 */
  more: number;
  /** whether all but the first column are figures, which are not broken into lines */
  isOfFigures?: boolean;
}

/** A table of plain texts, with a remark when it does not show all rows. */
export function TextTable({ caption, head, rows, more, isOfFigures = false }: TextTableProps) {
  const classOf = (column: number) =>
    isOfFigures && (column === 0 ? "min-w-28" : "whitespace-nowrap text-right last:pr-1");
  // A table that scrolls must be reachable by keyboard.
  const Frame = isOfFigures ? "section" : "div";
  return (
    <Frame className="max-w-full overflow-x-auto" {...(isOfFigures && { "aria-label": caption, tabIndex: 0 })}>
      <table className="figures w-full text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="tag text-soft">
          <tr>
            {head.map((name, i) => (
              <th key={name} scope="col" className={clsx("py-2 pr-6", classOf(i))}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="wrap-anywhere">
          {rows.map((cells) => (
            <tr key={cells.join("\u0000")} className="border-line border-t align-top">
              {cells.map((cell, i) => (
                <td key={head[i]} className={clsx("py-1.5 pr-6", classOf(i))}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="mt-2 text-soft">{`And ${more} more.`}</p>}
    </Frame>
  );
}
