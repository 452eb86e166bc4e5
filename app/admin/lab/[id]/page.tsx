import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { LiveRun } from "#components/admin/lab/run/live-run.tsx";
import { runForms } from "#components/admin/lab/run-forms.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Run", robots: { index: false } };

interface RunPageProps {
  params: Promise<{ id: string }>;
}

export default async function RunPage({ params }: RunPageProps) {
  const { id } = await params;
  await requireAdmin(`/admin/lab/${id}`);
  const run = runId.safeParse(id).success ? await getRun(id) : null;
  if (!run) notFound();
  const entries = await readSamples(id, "");
  const info = runForms.find((entry) => entry.kind === run.request.kind);
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title={info?.title ?? run.request.kind}>{info?.shows}</LabHeading>
      <LiveRun
        initial={toPublicRun(run)}
        samples={entries.map(({ sample }) => sample)}
        lastId={entries.at(-1)?.id ?? ""}
      />
    </div>
  );
}
