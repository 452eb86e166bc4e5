import type { Metadata } from "next";
import Link from "next/link";
import { ImportSteps } from "#components/admin/imports/import-steps.tsx";
import { UploadForm } from "#components/admin/imports/upload-form.tsx";
import { readActiveImport, readJob } from "#lib/sku/import/job/store.ts";
import { MAX_ROWS, MAX_TABLE_BYTES } from "#lib/sku/import/schema.ts";
import { importPageQuery, importPath, UPLOAD_REFUSALS } from "#lib/web/replies/import.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Import", robots: { index: false } };

interface ImportPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ImportPage({ searchParams }: ImportPageProps) {
  await requireAdmin("/admin/skus/import");
  const { refused } = importPageQuery.parse(await searchParams);
  const active = await readActiveImport();
  const activeJob = active === "" ? null : await readJob(active);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Import</h1>
      <ImportSteps at="File" />
      {active !== "" && (
        <p className="rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3 font-medium">
          Another import is writing at the moment.{" "}
          {activeJob && (
            <Link href={importPath(active)} prefetch={false} className="underline decoration-2 underline-offset-4">
              Show it
            </Link>
          )}
        </p>
      )}
      <p className="max-w-[65ch] text-soft">
        {`A table of this store, or a product export of Shopify, WooCommerce, Magento, Medusa or Google Merchant; up to 64 MB and ${MAX_ROWS.toLocaleString("en-US")} rows. Rows with a new id create SKUs; rows with an existing id change the fields that have a column, and nothing else. You see what would change before anything is written.`}
      </p>
      <UploadForm
        refusal={refused ? UPLOAD_REFUSALS[refused].message : ""}
        most={MAX_TABLE_BYTES}
        tooLarge={UPLOAD_REFUSALS["too-large"].message}
      />
    </div>
  );
}
