import type { Metadata } from "next";
import { SkuForm } from "#components/admin/skus/sku-form.tsx";
import { listCategorySlugs } from "#lib/sku/categories.ts";
import { listPictures } from "#lib/sku/list-pictures.ts";
import { countCategories } from "#lib/sku/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "New SKU", robots: { index: false } };

export default async function NewSkuPage() {
  await requireAdmin("/admin/skus/new");
  const [categories, pictures] = await Promise.all([countCategories(), listPictures()]);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">New SKU</h1>
      <SkuForm categories={listCategorySlugs(categories.keys())} pictures={pictures} />
    </div>
  );
}
