import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { categoryPath, ShelfPage } from "#components/store/department/department-page.tsx";
import type { SkuSort } from "#components/store/search/sort-links.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { JsonLd } from "#components/ui/json-ld.tsx";
import { publicSite } from "#lib/config.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import { countCategories, listSkus } from "#lib/sku/store.ts";

const countSkus = cache(async (slug: string) => (await countCategories()).get(slug) ?? 0);

/** The parts that the pages of a category share, whatever their order. */
export async function describeShelf(slug: string): Promise<Metadata> {
  if ((await countSkus(slug)) === 0) return { title: "Not found" };
  const { title, blurb } = describeCategory(slug);
  // The orders are the same things again: search engines get one of them.
  return { title, description: blurb, alternates: { canonical: categoryPath(slug, "newest") } };
}

export async function Shelf({ slug, sort }: { slug: string; sort: SkuSort }) {
  const [count, page] = await Promise.all([countSkus(slug), listSkus({ category: slug, sort, limit: 24 })]);
  if (count === 0) notFound();
  const site = publicSite();
  const category = describeCategory(slug);
  const way = [
    { "@type": "ListItem", position: 1, name: "Home", item: `${site}/` },
    { "@type": "ListItem", position: 2, name: category.title, item: `${site}/categories/${slug}` },
  ];
  return (
    <>
      <PageView />
      <JsonLd document={{ "@context": "https://schema.org", "@type": "BreadcrumbList", itemListElement: way }} />
      <ShelfPage category={category} sort={sort} page={page} count={count} />
    </>
  );
}
