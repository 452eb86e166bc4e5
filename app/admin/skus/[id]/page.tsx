import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SkuForm } from "#components/admin/skus/sku-form.tsx";
import { SkuStockForms } from "#components/admin/skus/sku-stock-forms.tsx";
import { listCategorySlugs } from "#lib/sku/categories.ts";
import { listGallery } from "#lib/sku/picture/gallery.ts";
import { skuId } from "#lib/sku/schema.ts";
import { countCategories, getSku } from "#lib/sku/store.ts";
import { draftQuery, readDraftState } from "#lib/web/forms/draft-state.ts";
import { savedQuery } from "#lib/web/forms/saved-notice.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "SKU", robots: { index: false } };

interface SkuPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AdminSkuPage({ params, searchParams }: SkuPageProps) {
  const { id } = await params;
  const { user } = await requireAdmin(`/admin/skus/${id}`);
  const { saved, draft: token } = savedQuery.extend(draftQuery.shape).parse(await searchParams);
  const sku = skuId.safeParse(id).success ? await getSku(id) : null;
  if (!sku) notFound();
  const [categories, gallery, draft] = await Promise.all([
    countCategories(),
    listGallery(),
    readDraftState(user.id, token),
  ]);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="wrap-anywhere font-display font-extrabold text-4xl tracking-tight">{sku.name}</h1>
      <p role="status" className="text-soft">
        {saved ? "Saved. The store shows the change now. " : ""}
        <Link href={`/products/${id}`} prefetch={false} className="underline underline-offset-4">
          View in the store
        </Link>
      </p>
      <div className="grid items-start gap-12 lg:grid-cols-[1fr_20rem]">
        <SkuForm sku={sku} categories={listCategorySlugs(categories.keys())} gallery={gallery} draft={draft} />
        <SkuStockForms id={id} stock={sku.stock} operation={randomUUID()} />
      </div>
    </div>
  );
}
