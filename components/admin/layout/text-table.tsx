interface TextTableProps {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** how many rows are not shown; none when not above 0 */
  more: number;
}

/** A table of plain texts, with a remark when it does not show all rows. */
export function TextTable({ caption, head, rows, more }: TextTableProps) {
  return (
    <div className="max-w-full overflow-x-auto">
      <table className="figures w-full text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="tag text-soft">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className="py-2 pr-6">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="wrap-anywhere">
          {rows.map((cells) => (
            <tr key={cells.join("\u0000")} className="border-line border-t align-top">
              {cells.map((cell, i) => (
                <td key={head[i]} className="py-1.5 pr-6">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="mt-2 text-soft">{`And ${more} more.`}</p>}
    </div>
  );
}
