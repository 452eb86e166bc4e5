import Link from "next/link";
import { DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { MASK } from "#lib/key-browser/secrets.ts";

/** Something in a key: what names it, what it is, and where it can be edited. */
export interface ValueRow {
  name: string;
  value: string;
  /** the address of the form; null where it can't be changed here */
  edit: string | null;
}

interface ValueTableProps {
  caption: string;
  heads: readonly [name: string, value: string];
  rows: readonly ValueRow[];
}

function Value({ text }: { text: string }) {
  if (text === MASK)
    return (
      <>
        <span aria-hidden>{MASK}</span> <span className="tag text-soft">secret</span>
      </>
    );
  return text === "" ? <span className="text-soft">(empty)</span> : text;
}

/** Fields, elements or members with their values. */
export function ValueTable({ caption, heads, rows }: ValueTableProps) {
  return (
    <DataTable
      caption={caption}
      head={[
        { title: heads[0], className: "w-1/3 pr-4" },
        { title: heads[1], className: "pr-4" },
        { title: "Edit", isUnseen: true },
      ]}
    >
      {rows.map(({ name, value, edit }) => (
        <tr key={name} className={`align-top ${ROW_CLASS}`}>
          <th scope="row" className="figures wrap-anywhere py-2.5 pr-4 font-normal text-sm">
            {name}
          </th>
          <td className="figures wrap-anywhere whitespace-pre-wrap py-2.5 pr-4 text-sm">
            <Value text={value} />
          </td>
          <td className="text-right align-middle">
            {edit && (
              <Link
                href={edit}
                prefetch={false}
                aria-label={`Edit ${name}`}
                className="inline-flex min-h-11 items-center px-2 text-sm text-soft underline underline-offset-4 hover:text-ink"
              >
                Edit
              </Link>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
