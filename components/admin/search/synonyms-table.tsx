import Link from "next/link";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import type { SynonymLists } from "#lib/search/synonyms/default-synonyms.ts";
import { RemoveSynonyms } from "./remove-synonyms.tsx";

const HEAD: readonly Column[] = [
  { title: "Word", className: "min-w-32 pr-4" },
  { title: "Means the same", className: "pr-4" },
  { title: "Remove", isUnseen: true },
];

/** Words with what means the same, in alphabetical order. A word leads to the form that changes it. */
export function SynonymsTable({ lists }: { lists: SynonymLists }) {
  const rows = Object.entries(lists).sort(([a], [b]) => a.localeCompare(b, "en"));
  return (
    <DataTable caption="Synonyms" head={HEAD}>
      {rows.map(([word, synonyms]) => (
        <tr key={word} className={ROW_CLASS}>
          <td className="pr-4">
            <Link
              href={`/admin/search?${new URLSearchParams({ word })}#change`}
              prefetch={false}
              className="wrap-anywhere inline-flex min-h-11 items-center py-1 font-semibold leading-tight hover:underline"
            >
              {word}
            </Link>
          </td>
          <td className="wrap-anywhere pr-4">{synonyms.join(", ")}</td>
          <td className="text-right">
            <RemoveSynonyms word={word} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
