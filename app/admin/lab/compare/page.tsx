import type { Metadata } from "next";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { ResultTable } from "#components/admin/lab/result-table.tsx";
import { RunReceipt } from "#components/admin/lab/run-receipt.tsx";
import { byAge, compareRuns } from "#lib/lab/report/compare-runs.ts";
import { getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Two runs", robots: { index: false } };

interface CompareRunsPageProps {
  searchParams: Promise<{ run?: string | string[] }>;
}

export default async function CompareRunsPage({ searchParams }: CompareRunsPageProps) {
  await requireAdmin("/admin/lab");
  const { run = [] } = await searchParams;
  const ids = [...new Set([run].flat())].filter((id) => runId.safeParse(id).success);
  const found = await Promise.all(ids.slice(0, 2).map(getRun));
  const [first, second] = found.filter((entry) => entry !== null);
  const [one, other] = first && second ? byAge(first, second) : [];
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title="Two runs">
        {one && other
          ? "What both measured, the older one first, and what the newer one has for each 1 of the older. Times are UTC."
          : "Tick two runs in the list of receipts."}
      </LabHeading>
      {one && other && (
        <div className="flex flex-col gap-10">
          <ResultTable caption="Side by side" rows={compareRuns(one, other)} />
          <div className="grid gap-8 sm:grid-cols-2">
            <RunReceipt run={one} />
            <RunReceipt run={other} />
          </div>
        </div>
      )}
    </div>
  );
}
