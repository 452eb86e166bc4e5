import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { ImportForm } from "#components/admin/skus/import-form.tsx";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Import", robots: { index: false } };

export default async function ImportPage() {
  await requireAdmin("/admin/skus/import");
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Import</h1>
      <p className="max-w-[60ch] text-soft">
        Rows with a new id create SKUs; rows with an existing id change the fields that have a column, and nothing else.
        Commas, semicolons or tabs separate the cells. If any row has an error, nothing is written. At most 2,000 rows
        at a time.
      </p>
      <ImportForm operation={randomUUID()} />
    </div>
  );
}
