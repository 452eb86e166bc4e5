import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { formatDate } from "#components/shared/format-date.ts";
import { ArchitectureReceipt } from "#components/store/home/architecture-receipt.tsx";
import { CategoryTiles } from "#components/store/home/category-tiles.tsx";
import { Hero } from "#components/store/home/hero.tsx";
import { HomeJsonLd } from "#components/store/home/home-json-ld.tsx";
import { PriceExtremes } from "#components/store/home/price-extremes.tsx";
import { categoryHues } from "#components/store/product/category-hues.ts";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { RecentlyViewed } from "#components/store/visitor/recently-viewed.tsx";
import { SectionHeading } from "#components/ui/section-heading.tsx";
import { publicSite } from "#lib/config.ts";
import { countCategories, getSkus, listSkus } from "#lib/sku/store.ts";
import { readMostViewed } from "#lib/visit/popular.ts";

// The home page. `/` is rewritten to this address (next.config.js), because only a path with a parameter can be rendered
// on the first visit instead of at build time, when there is no Redis.
export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

export const metadata: Metadata = { alternates: { canonical: "/" } };

interface HomePageProps {
  params: Promise<{ variant: string }>;
}

export default async function HomePage({ params }: HomePageProps) {
  if ((await params).variant !== "default") notFound();
  const [newest, mostExpensive, cheapest, counts, mostViewedIds] = await Promise.all([
    listSkus({ sort: "newest", limit: 12 }),
    listSkus({ sort: "price-desc", limit: 1 }),
    listSkus({ sort: "price-asc", limit: 1 }),
    countCategories(),
    readMostViewed(4),
  ]);
  const mostViewed = await getSkus(mostViewedIds);
  return (
    <>
      <PageView page="/" />
      <HomeJsonLd site={publicSite()} />
      <Hero skus={newest.items.slice(0, 4)} renderedAt={formatDate(new Date())} />
      <CategoryTiles counts={counts} />
      <section aria-label="New on the shelves" className="shell mt-24">
        <SectionHeading title="New on the shelves" href="/search" linkText="All products" />
        <ProductGrid skus={newest.items.slice(4, 12)} />
      </section>
      {mostViewed.length > 0 && (
        <section aria-label="Most viewed" className="shell mt-24">
          <SectionHeading title="Most viewed" />
          <ProductGrid skus={mostViewed} />
        </section>
      )}
      <PriceExtremes mostExpensive={mostExpensive.items[0]} cheapest={cheapest.items[0]} />
      <ArchitectureReceipt />
      <RecentlyViewed categoryHues={categoryHues} />
    </>
  );
}
