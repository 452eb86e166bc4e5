import clsx from "clsx";

interface FiguresTableProps {
  caption: string;
  /** a column of figures is aligned to the right; one that is wide is left out on a phone, which has no room for it */
  head: readonly { title: string; figures?: boolean; wide?: boolean }[];
  rows: readonly { id: string; cells: readonly string[] }[];
}

/** A table of texts and figures. */
export function FiguresTable({ caption, head, rows }: FiguresTableProps) {
  const classOf = (i: number) =>
    clsx("pr-4 last:pr-0", head[i]?.figures ? "text-right" : "wrap-anywhere", head[i]?.wide && "max-sm:hidden");
  return (
    <div className="max-w-full overflow-x-auto">
      <table className="figures w-full text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="tag text-soft">
          <tr>
            {head.map(({ title }, i) => (
              <th key={title} scope="col" className={clsx("py-2", classOf(i))}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id} className="border-line border-t align-top">
              {cells.map((cell, i) => (
                <td
                  key={head[i]?.title}
                  className={clsx("py-1.5", classOf(i), head[i]?.figures && "whitespace-nowrap")}
                >
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
