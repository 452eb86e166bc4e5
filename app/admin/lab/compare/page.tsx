import type { Metadata } from "next";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { ResultTable } from "#components/admin/lab/result-table.tsx";
import { RunReceipt } from "#components/admin/lab/run-receipt.tsx";
import { compareRuns, orderByStart } from "#lib/lab/report/compare-runs.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { getRun } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Compare runs", robots: { index: false } };

interface CompareRunsPageProps {
  searchParams: Promise<{ run?: string | string[] }>;
}

export default async function CompareRunsPage({ searchParams }: CompareRunsPageProps) {
  await requireAdmin("/admin/lab");
  const { run = [] } = await searchParams;
  const ids = [...new Set([run].flat())].filter((id) => runId.safeParse(id).success);
  const found = await Promise.all(ids.slice(0, 2).map(getRun));
  const [first, second] = found.filter((entry) => entry !== null).map(toPublicRun);
  const [one, other] = first && second ? orderByStart(first, second) : [];
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      <LabHeading title="Compare runs">
        {one && other
          ? "The figures of both runs, the older one first, and the ratio of the newer to the older. Times are in UTC."
          : "Select two runs in the list on the laboratory page."}
      </LabHeading>
      {one && other && (
        <div className="flex flex-col gap-10">
          <ResultTable caption="Figures" rows={compareRuns(one, other)} />
          <div className="grid gap-8 sm:grid-cols-2">
            <RunReceipt run={one} />
            <RunReceipt run={other} />
          </div>
        </div>
      )}
    </div>
  );
}
