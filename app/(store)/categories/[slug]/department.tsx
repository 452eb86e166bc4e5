import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { categoryPath, DepartmentPage } from "#components/store/department/department-page.tsx";
import type { SkuSort } from "#components/store/search/sort-links.tsx";
import { openGraphOf } from "#components/store/share/open-graph.ts";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { BreadcrumbJsonLd } from "#components/ui/json-ld.tsx";
import { publicSite } from "#lib/config.ts";
import { describeCategory, isBuiltIn } from "#lib/sku/categories.ts";
import { countCategories, listSkus } from "#lib/sku/store.ts";

const countSkus = cache(async (slug: string) => (await countCategories()).get(slug) ?? 0);

/** The metadata of a category's pages, the same for each sort order. */
export async function describeDepartment(slug: string): Promise<Metadata> {
  const isEmpty = (await countSkus(slug)) === 0;
  if (isEmpty && !isBuiltIn(slug)) return { title: "Not found" };
  const { title, blurb } = describeCategory(slug);
  if (isEmpty) return { title, description: blurb, robots: { index: false } };
  // Each sort order shows the same products, so search engines are given one of them.
  const path = categoryPath(slug, "newest");
  return { title, description: blurb, alternates: { canonical: path }, openGraph: openGraphOf(path, title) };
}

export async function Department({ slug, sort }: { slug: string; sort: SkuSort }) {
  const [count, page] = await Promise.all([countSkus(slug), listSkus({ category: slug, sort, limit: 24 })]);
  // The navigation leads to those that are built in, also when the last SKU is gone.
  if (count === 0 && !isBuiltIn(slug)) notFound();
  const site = publicSite();
  const category = describeCategory(slug);
  const crumbs = [
    { name: "Home", url: `${site}/` },
    { name: category.title, url: `${site}/categories/${slug}` },
  ];
  return (
    <>
      <PageView />
      <BreadcrumbJsonLd crumbs={crumbs} />
      <DepartmentPage category={category} sort={sort} page={page} count={count} />
    </>
  );
}
