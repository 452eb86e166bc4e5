import type { Metadata } from "next";
import { CostCalculator } from "#components/admin/lab/cost-calculator.tsx";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { measuredRatio } from "#lib/lab/claims/cost.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { listRuns } from "#lib/lab/runs/runs.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Cost", robots: { index: false } };

/** Comparisons whose ratios are shown beside the last one's. */
const SHOWN = 5;

export default async function CostPage() {
  await requireAdmin("/admin/lab/cost");
  const runs = (await listRuns(100)).map(toPublicRun);
  const measured = runs.map(measuredRatio).filter((each) => each !== null);
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title="Cost">
        The documents replace ten database servers at $200 with three Redis servers at $50. Change the figures to match
        your case; the number of Redis servers follows from the measured ratio.
      </LabHeading>
      <CostCalculator measured={measured.slice(0, SHOWN)} />
    </div>
  );
}
