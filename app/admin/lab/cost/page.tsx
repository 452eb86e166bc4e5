import type { Metadata } from "next";
import { CostCalculator } from "#components/admin/lab/cost-calculator.tsx";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { listRuns } from "#lib/lab/runs/runs.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Cost", robots: { index: false } };

export default async function CostPage() {
  await requireAdmin("/admin/lab/cost");
  const last = (await listRuns(100)).find(({ request, state }) => request.kind === "compare" && state === "done");
  const ratio = Number(last?.result?.figures?.ratio);
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title="Cost">
        The documents replace ten database servers at $200 with three Redis servers at $50. Change the figures to match
        your case; the number of Redis servers follows from the measured ratio.
      </LabHeading>
      <CostCalculator measured={last && ratio > 0 ? { ratio, run: last.id } : null} />
    </div>
  );
}
