import type { Metadata } from "next";
import { z } from "zod";
import { SynonymForm } from "#components/admin/search/synonym-form.tsx";
import { SynonymsTable } from "#components/admin/search/synonyms-table.tsx";
import { TryOut } from "#components/admin/search/try-out.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { lenientSearchQuery } from "#lib/search/schema.ts";
import { trySynonyms } from "#lib/search/search.ts";
import { readSynonyms } from "#lib/search/synonyms/store.ts";
import { savedQuery } from "#lib/web/forms/saved-notice.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Search", robots: { index: false } };

const query = savedQuery.extend({
  q: lenientSearchQuery.shape.q,
  /** whose synonyms are to be changed */
  word: z.string().optional().catch(undefined),
});

interface SearchAdminPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SearchAdminPage({ searchParams }: SearchAdminPageProps) {
  await requireAdmin("/admin/search");
  const { q, word, saved } = query.parse(await searchParams);
  const { lists, isStandard } = await readSynonyms();
  const tried = q ? await trySynonyms(q, lists) : null;
  const synonyms = word !== undefined && Object.hasOwn(lists, word) ? lists[word] : undefined;
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Search</h1>
      <p role="status" className="max-w-[62ch] text-soft">
        {saved ? "Saved. The search follows within a few seconds." : ""}
      </p>
      <div className="grid items-start gap-12 lg:grid-cols-2">
        <TryOut q={q ?? ""} tried={tried} />
        <section id="change" aria-labelledby="change-title" className="flex scroll-mt-6 flex-col gap-4">
          <h2 id="change-title" className="font-display font-extrabold text-2xl tracking-tight">
            {synonyms ? "Change synonyms" : "New synonyms"}
          </h2>
          <SynonymForm key={word} {...(synonyms && { word, synonyms })} />
        </section>
      </div>
      <section aria-labelledby="synonyms-title" className="mt-6 flex flex-col gap-4">
        <h2 id="synonyms-title" className="font-display font-extrabold text-2xl tracking-tight">
          Synonyms
        </h2>
        <p className="max-w-[62ch] text-soft">
          The words of a line mean the same: whoever searches for one of them also finds the others in names, brands and
          departments. {isStandard ? "This is the set that the store begins with." : ""}
        </p>
        {Object.keys(lists).length > 0 ? (
          <SynonymsTable lists={lists} />
        ) : (
          <EmptyList noun="synonyms" hint="Add some above." />
        )}
      </section>
    </div>
  );
}
