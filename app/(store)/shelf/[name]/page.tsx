import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { printDate } from "#components/shared/format-date.ts";
import { ArchitectureReceipt } from "#components/store/home/architecture-receipt.tsx";
import { CategoryTiles } from "#components/store/home/category-tiles.tsx";
import { Extremes } from "#components/store/home/extremes.tsx";
import { Hero } from "#components/store/home/hero.tsx";
import { hues } from "#components/store/product/hues.ts";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { RecentlyViewed } from "#components/store/visitor/recently-viewed.tsx";
import { SectionHead } from "#components/ui/section-head.tsx";
import { countCategories, getSkus, listSkus } from "#lib/sku/store.ts";
import { readMostViewed } from "#lib/visit/popular.ts";

// The front page. It stands here, and not at `/`, because only a path with a parameter may be made at the first visit
// instead of at build time, when there is no Redis.
export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

export const metadata: Metadata = { alternates: { canonical: "/" } };

interface ShelfProps {
  params: Promise<{ name: string }>;
}

export default async function HomePage({ params }: ShelfProps) {
  if ((await params).name !== "home") notFound();
  const [newest, dearest, cheapest, counts, viewed] = await Promise.all([
    listSkus({ sort: "newest", limit: 12 }),
    listSkus({ sort: "price-desc", limit: 1 }),
    listSkus({ sort: "price-asc", limit: 1 }),
    countCategories(),
    readMostViewed(4),
  ]);
  const looked = await getSkus(viewed);
  return (
    <>
      <PageView page="/" />
      <Hero skus={newest.items.slice(0, 4)} printedAt={printDate(new Date())} />
      <CategoryTiles counts={counts} />
      <section aria-label="New on the shelves" className="shell mt-24">
        <SectionHead title="New on the shelves" href="/search" more="Everything we have" />
        <ProductGrid skus={newest.items.slice(4, 12)} />
      </section>
      {looked.length > 0 && (
        <section aria-label="Most looked at" className="shell mt-24">
          <SectionHead title="Most looked at" />
          <ProductGrid skus={looked} />
        </section>
      )}
      <Extremes dearest={dearest.items[0]} cheapest={cheapest.items[0]} />
      <ArchitectureReceipt />
      <RecentlyViewed hues={hues} />
    </>
  );
}
