interface FiguresTableProps {
  caption: string;
  /** a column of figures is aligned to the right */
  head: readonly { title: string; figures?: boolean }[];
  rows: readonly { id: string; cells: readonly string[] }[];
}

/** A table of texts and figures. */
export function FiguresTable({ caption, head, rows }: FiguresTableProps) {
  const alignOf = (i: number) => (head[i]?.figures ? "whitespace-nowrap text-right" : "wrap-anywhere min-w-24");
  return (
    <div className="max-w-full overflow-x-auto">
      <table className="figures w-full text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="tag text-soft">
          <tr>
            {head.map(({ title }, i) => (
              <th key={title} scope="col" className={`py-2 pr-4 ${alignOf(i)}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id} className="border-line border-t align-top">
              {cells.map((cell, i) => (
                <td key={head[i]?.title} className={`py-1.5 pr-4 ${alignOf(i)}`}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
