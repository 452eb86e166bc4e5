import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { SkusFilter } from "#components/admin/skus/skus-filter.tsx";
import { SkusTable } from "#components/admin/skus/skus-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { type Search, toSearchParams } from "#components/store/search/search-path.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { hasFilters, lenientSearchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { listCategorySlugs } from "#lib/sku/categories.ts";
import { skuId } from "#lib/sku/schema.ts";
import { countCategories, getSku } from "#lib/sku/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Catalogue", robots: { index: false } };

interface SkusPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const query = lenientSearchQuery.extend({ removed: skuId.optional().catch(undefined) });

const pathOf = (search: Search) => {
  const params = toSearchParams(search);
  return params.size > 0 ? `/admin/skus?${params}` : "/admin/skus";
};

export default async function SkusPage({ searchParams }: SkusPageProps) {
  await requireAdmin("/admin/skus");
  const { removed, limit: _, ...listed } = query.parse(await searchParams);
  const [gone, page, counts] = await Promise.all([
    // Anybody can put an id into the URL: check that the SKU really is gone.
    removed === undefined ? null : getSku(removed).then((sku) => sku === null),
    searchSkus({ ...listed, limit: 50 }),
    countCategories(),
  ]);
  const { items, nextCursor } = page;
  const first = { ...listed, cursor: undefined };
  const isFiltered = hasFilters(listed) || listed.category !== undefined;
  const skus = items.map(({ id, name, category, price, stock }) => ({ id, name, category, price, stock }));
  const isDear = listed.sort === "price-desc";
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Catalogue</h1>
      <FormMessage state={gone ? { ok: true, message: `${removed} is no longer in the catalogue.` } : null} />
      <div className="flex flex-wrap items-center gap-3">
        <SkusFilter {...listed} categories={listCategorySlugs(counts.keys())} />
        <Link href="/admin/skus/new" prefetch={false} className={buttonClass("primary")}>
          New SKU
        </Link>
        <Link href="/admin/skus/import" prefetch={false} className={buttonClass("outline")}>
          Import
        </Link>
        <Link href="/admin/skus/pictures" prefetch={false} className={buttonClass("outline")}>
          Pictures
        </Link>
        <a href="/api/admin/skus.csv" download className={buttonClass("outline")}>
          Export
        </a>
      </div>
      {skus.length > 0 ? (
        <SkusTable
          skus={skus}
          operation={randomUUID()}
          priceSort={{
            href: pathOf({ ...first, sort: listed.sort === "price-asc" ? "price-desc" : "price-asc" }),
            now: listed.sort === "price-asc" ? "ascending" : isDear ? "descending" : null,
          }}
        />
      ) : (
        <EmptyList noun="SKUs" filtered={isFiltered} all="/admin/skus" continued={listed.cursor !== undefined} />
      )}
      <Pager
        first={listed.cursor ? pathOf(first) : null}
        next={nextCursor && pathOf({ ...listed, cursor: nextCursor })}
      >
        More SKUs
      </Pager>
    </div>
  );
}
