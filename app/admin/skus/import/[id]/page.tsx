import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ChooseColumns } from "#components/admin/imports/choose-columns.tsx";
import { describeJob } from "#components/admin/imports/describe-job.ts";
import { FollowImport } from "#components/admin/imports/follow-import.tsx";
import { ImportButtons } from "#components/admin/imports/import-buttons.tsx";
import { ImportOutcome } from "#components/admin/imports/import-outcome.tsx";
import { ImportSteps } from "#components/admin/imports/import-steps.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { importId, isAtWork, toPublicJob } from "#lib/sku/import/job/job.ts";
import { readJob } from "#lib/sku/import/job/store.ts";
import { importPath } from "#lib/web/replies/import.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Import", robots: { index: false } };

interface ImportJobPageProps {
  params: Promise<{ id: string }>;
}

export default async function ImportJobPage({ params }: ImportJobPageProps) {
  const { id } = await params;
  await requireAdmin(importPath(id));
  const job = importId.safeParse(id).success ? await readJob(id) : null;
  if (!job) notFound();
  const { title, words, step, start, written } = describeJob(job);
  const { table, result } = job;
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">{title}</h1>
      <ImportSteps at={step} />
      {words !== "" && <p className="max-w-[65ch] text-lg">{words}</p>}
      {isAtWork(job.state) && <FollowImport initial={toPublicJob(job)} />}
      {job.state === "uploaded" && table && <ChooseColumns job={job} table={table} />}
      {!isAtWork(job.state) && job.state !== "uploaded" && (
        <>
          {result && <ImportOutcome result={result} written={written} />}
          {table && <ImportButtons id={job.id} start={start} />}
        </>
      )}
      {!isAtWork(job.state) && (
        <p className="flex flex-wrap gap-5">
          <Link href="/admin/skus/import" prefetch={false} className={buttonClass("quiet")}>
            Import another table
          </Link>
          <Link href="/admin/skus" prefetch={false} className={buttonClass("quiet")}>
            To the catalogue
          </Link>
        </p>
      )}
    </div>
  );
}
