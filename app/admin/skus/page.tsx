import type { Metadata } from "next";
import Link from "next/link";
import { EmptyList } from "#components/admin/layout/empty-list.tsx";
import { toSearchParams } from "#components/store/search/search-path.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { hasFilters, lenientSearchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Catalogue", robots: { index: false } };

interface SkusPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const query = lenientSearchQuery.extend({ removed: skuId.optional().catch(undefined) });

export default async function SkusPage({ searchParams }: SkusPageProps) {
  await requireAdmin("/admin/skus");
  const { removed, limit: _, ...listed } = query.parse(await searchParams);
  // Anybody can put an id into the URL: check that the SKU really is gone.
  const isRemoved = removed !== undefined && (await getSku(removed)) === null;
  const { items, nextCursor } = await searchSkus({ ...listed, limit: 50 });
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Catalogue</h1>
      <FormMessage state={isRemoved ? { ok: true, message: `${removed} is no longer in the catalogue.` } : null} />
      <div className="flex flex-wrap items-center gap-3">
        <form action="/admin/skus" className="flex max-w-full flex-wrap gap-2">
          <input
            type="search"
            name="q"
            aria-label="Search the catalogue"
            defaultValue={listed.q}
            className="h-11 min-w-0 max-w-full rounded-full border-[1.5px] border-edge bg-raised px-4"
          />
          <button type="submit" className={buttonClass("outline")}>
            Search
          </button>
        </form>
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
      {items.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="tag text-soft">
              <tr>
                <th className="hidden py-2 pr-4 sm:table-cell">SKU</th>
                <th className="pr-4">Name</th>
                <th className="hidden pr-4 sm:table-cell">Category</th>
                <th className="pr-4 text-right">Price</th>
                <th className="text-right">Stock</th>
              </tr>
            </thead>
            <tbody>
              {items.map((sku) => (
                <tr key={sku.id} className="border-line border-t">
                  <td className="figures hidden py-2 pr-4 text-sm sm:table-cell">{sku.id}</td>
                  <td className="pr-4">
                    <Link
                      href={`/admin/skus/${sku.id}`}
                      prefetch={false}
                      className="wrap-anywhere inline-flex min-h-11 items-center py-1 font-semibold leading-tight hover:underline"
                    >
                      {sku.name}
                    </Link>
                  </td>
                  <td className="hidden pr-4 sm:table-cell">{sku.category}</td>
                  <td className="figures pr-4 text-right">{sku.price}</td>
                  <td className="figures text-right">{sku.stock}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <EmptyList
          noun="SKUs"
          filtered={hasFilters(listed) || listed.category !== undefined}
          continued={listed.cursor !== undefined}
        />
      )}
      {nextCursor && (
        <p>
          <Link
            href={`/admin/skus?${toSearchParams({ ...listed, cursor: nextCursor })}`}
            prefetch={false}
            className={buttonClass("outline")}
          >
            More
          </Link>
        </p>
      )}
    </div>
  );
}
