import type { Metadata } from "next";
import { CostCalculator } from "#components/admin/lab/cost-calculator.tsx";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { listRuns } from "#lib/lab/runs/runs.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "What it costs", robots: { index: false } };

export default async function CostPage() {
  await requireAdmin("/admin/lab/cost");
  const last = (await listRuns(100)).find((run) => run.kind === "compare" && run.state === "done");
  const ratio = Number(last?.result?.figures?.ratio);
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title="What it costs">
        The documents replace ten database servers at $200 by three Redis servers at $50. Change what is different with
        you; the servers that are needed follow from the ratio that was measured.
      </LabHeading>
      <CostCalculator measured={last && ratio > 0 ? { ratio, run: last.id } : null} />
    </div>
  );
}
