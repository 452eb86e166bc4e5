import type { Metadata } from "next";
import Link from "next/link";
import { UploadList } from "#components/admin/skus/picture/upload-list.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { formatCount } from "#components/shared/format-count.ts";
import { listUsedUploads, MAX_PICTURES } from "#lib/sku/picture/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Uploaded pictures", robots: { index: false } };

export default async function PicturesPage() {
  await requireAdmin("/admin/skus/pictures");
  const pictures = await listUsedUploads();
  // What can be removed comes first.
  const unused = pictures.filter(({ usedBy }) => usedBy.count === 0);
  const used = pictures.filter(({ usedBy }) => usedBy.count > 0);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Uploaded pictures</h1>
      <p className="max-w-[62ch] text-soft">
        {`${formatCount(pictures.length, "picture")} of at most ${MAX_PICTURES}. Pictures are uploaded where they are chosen, in the form of a SKU. One that no SKU uses can be removed; unused ones come first. `}
        <Link href="/admin/skus" prefetch={false} className="underline underline-offset-4">
          Back to the catalogue
        </Link>
      </p>
      {pictures.length > 0 ? (
        <UploadList pictures={[...unused, ...used]} />
      ) : (
        <EmptyList noun="uploaded pictures" hint="Upload one in the form of a SKU." />
      )}
    </div>
  );
}
