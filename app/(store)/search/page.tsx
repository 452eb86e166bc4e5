import type { Metadata } from "next";
import { PageView } from "#components/store/page-view.tsx";
import { parseSearch, searchPath } from "#components/store/search-path.ts";
import { SearchResults } from "#components/store/search-results.tsx";
import { searchIndex, searchSkus } from "#lib/search/search.ts";
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
  const search = parseSearch(await searchParams);
  const page = await searchSkus({ ...search, limit: PAGE });
  // A plain list comes from Redis without them; the page is shown without filters rather than not at all.
  const counted = page.facets ? page : await searchIndex({ ...search, cursor: undefined, limit: 1 }).catch(() => null);
  const newest = page.items.length === 0 ? await listSkus({ sort: "newest", limit: 4 }) : null;
  return (
    <>
      <PageView page={searchPath(search)} />
      <SearchResults
        search={search}
        page={page}
        facets={counted?.facets}
        total={counted?.total}
        newest={newest?.items ?? []}
      />
    </>
  );
}
