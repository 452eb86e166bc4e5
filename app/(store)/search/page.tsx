import type { Metadata } from "next";
import { PageView } from "#components/store/page-view.tsx";
import { SearchResults } from "#components/store/search-results.tsx";
import { lenientSearchQuery, searchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { listSkusQuery } from "#lib/sku/schema.ts";
import { listSkus } from "#lib/sku/store.ts";

export const dynamic = "force-dynamic";

interface SearchPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What was asked for; whatever makes no sense is taken as not asked. */
function parseSearch(params: Record<string, string | string[] | undefined>) {
  const { q, category, cursor } = lenientSearchQuery.parse(params);
  return { q, category, cursor, sort: listSkusQuery.shape.sort.catch("newest").parse(params.sort) };
}

export async function generateMetadata({ searchParams }: SearchPageProps): Promise<Metadata> {
  const { q } = parseSearch(await searchParams);
  return { title: q ? `Search: ${q}` : "All products", robots: { index: false } };
}

export default async function SearchPage({ searchParams }: SearchPageProps) {
  const params = await searchParams;
  const search = parseSearch(params);
  const [page, newest] = await Promise.all([
    searchSkus(searchQuery.parse(search)),
    search.q ? listSkus({ sort: "newest", limit: 4 }) : null,
  ]);
  const query = new URLSearchParams(Object.entries(search).filter((entry): entry is [string, string] => !!entry[1]));
  return (
    <>
      <PageView page={`/search?${query}`} />
      <SearchResults search={search} page={page} newest={newest?.items ?? []} />
    </>
  );
}
