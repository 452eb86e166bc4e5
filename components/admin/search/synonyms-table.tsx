import Link from "next/link";
import type { SynonymLists } from "#lib/search/synonyms/default-synonyms.ts";
import { RemoveSynonyms } from "./remove-synonyms.tsx";

/** Words with what means the same, in alphabetical order. A word leads to the form that changes it. */
export function SynonymsTable({ lists }: { lists: SynonymLists }) {
  const rows = Object.entries(lists).sort(([a], [b]) => a.localeCompare(b, "en"));
  return (
    <table className="w-full text-left">
      <thead className="tag text-soft">
        <tr>
          <th className="min-w-32 py-2 pr-4">Word</th>
          <th className="pr-4">Means the same</th>
          <th>
            <span className="sr-only">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([word, synonyms]) => (
          <tr key={word} className="border-line border-t">
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
      </tbody>
    </table>
  );
}
