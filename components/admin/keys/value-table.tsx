import Link from "next/link";
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
    <table className="w-full text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="tag text-soft">
        <tr>
          <th scope="col" className="w-1/3 py-2 pr-4">
            {heads[0]}
          </th>
          <th scope="col" className="pr-4">
            {heads[1]}
          </th>
          <th scope="col">
            <span className="sr-only">Edit</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value, edit }) => (
          <tr key={name} className="border-line border-t align-top">
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
      </tbody>
    </table>
  );
}
