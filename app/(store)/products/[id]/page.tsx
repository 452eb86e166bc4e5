import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { formatDate } from "#components/shared/format-date.ts";
import { categoryHues } from "#components/store/product/category-hues.ts";
import { ProductDetails } from "#components/store/product/product-details.tsx";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { ProductJsonLd } from "#components/store/product/product-json-ld.tsx";
import { ProductReceipt } from "#components/store/product/product-receipt.tsx";
import { openGraphOf } from "#components/store/share/open-graph.ts";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { RecentlyViewed } from "#components/store/visitor/recently-viewed.tsx";
import { SectionHeading } from "#components/ui/section-heading.tsx";
import { publicSite } from "#lib/config.ts";
import { keys } from "#lib/redis/keys.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku, listSkus } from "#lib/sku/store.ts";

// The same page for everyone, rendered on the first visit and cached, so that the build needs no Redis.
export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

interface ProductPageProps {
  params: Promise<{ id: string }>;
}

const readSku = cache(async (id: string) => (skuId.safeParse(id).success ? getSku(id) : null));

export async function generateMetadata({ params }: ProductPageProps): Promise<Metadata> {
  const { id } = await params;
  const sku = await readSku(id);
  if (!sku) return { title: "Not found" };
  return {
    title: sku.brand ? `${sku.name} by ${sku.brand}` : sku.name,
    description: sku.description || `${sku.name}, $${sku.price}.`,
    alternates: { canonical: `/products/${id}` },
    openGraph: openGraphOf(`/products/${id}`, `${sku.name}, $${sku.price}`),
  };
}

export default async function ProductPage({ params }: ProductPageProps) {
  const { id } = await params;
  const sku = await readSku(id);
  if (!sku) notFound();
  const category = describeCategory(sku.category);
  const inCategory = await listSkus({ category: sku.category, sort: "newest", limit: 9 });
  const related = inCategory.items.filter((other) => other.id !== id).slice(0, 8);
  return (
    <>
      <PageView sku={id} />
      <ProductJsonLd sku={sku} site={publicSite()} />
      <ProductDetails sku={sku} category={category} />
      <div className="shell mt-20 grid items-start gap-x-16 gap-y-16 lg:grid-cols-[1fr_24rem]">
        {related.length > 0 && (
          <section aria-label={`More from ${category.title}`}>
            <SectionHeading
              title={`More from ${category.title}`}
              href={`/categories/${category.slug}`}
              linkText="See all"
            />
            <ProductGrid skus={related} exactStock={false} />
          </section>
        )}
        <ProductReceipt
          sku={sku}
          skuKey={keys.sku(id)}
          relatedKey={keys.skusOfCategory(sku.category)}
          renderedAt={formatDate(new Date())}
        />
      </div>
      <RecentlyViewed except={id} categoryHues={categoryHues} />
    </>
  );
}
