import type { Metadata } from "next";
import { parseSearch, searchPath } from "#components/store/search/search-path.ts";
import { SearchResults } from "#components/store/search/search-results.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { ignoredFilters } from "#lib/search/schema.ts";
import { searchWithFacets } from "#lib/search/search.ts";
import { listSkus } from "#lib/sku/store.ts";

export const dynamic = "force-dynamic";

const PAGE = 24;

interface SearchPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ searchParams }: SearchPageProps): Promise<Metadata> {
  const { q } = parseSearch(await searchParams);
  return { title: q ? `Search: ${q}` : "All products", robots: { index: false } };
}

export default async function SearchPage({ searchParams }: SearchPageProps) {
  const params = await searchParams;
  const search = parseSearch(params);
  const page = await searchWithFacets({ ...search, limit: PAGE });
  const newest = page.items.length === 0 ? (await listSkus({ sort: "newest", limit: 4 })).items : [];
  return (
    <>
      <PageView page={searchPath(search)} />
      <SearchResults search={search} ignored={ignoredFilters(params)} page={page} newest={newest} />
    </>
  );
}
