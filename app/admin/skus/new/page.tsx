import type { Metadata } from "next";
import { SkuForm } from "#components/admin/skus/sku-form.tsx";
import { listCategorySlugs } from "#lib/sku/categories.ts";
import { listGallery } from "#lib/sku/picture/gallery.ts";
import { countCategories } from "#lib/sku/store.ts";
import { draftQuery, readDraftState } from "#lib/web/forms/draft-state.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "New SKU", robots: { index: false } };

interface NewSkuPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewSkuPage({ searchParams }: NewSkuPageProps) {
  const { user } = await requireAdmin("/admin/skus/new");
  const { draft: token } = draftQuery.parse(await searchParams);
  const [categories, gallery, draft] = await Promise.all([
    countCategories(),
    listGallery(),
    readDraftState(user.id, token),
  ]);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">New SKU</h1>
      <SkuForm categories={listCategorySlugs(categories.keys())} gallery={gallery} draft={draft} />
    </div>
  );
}
