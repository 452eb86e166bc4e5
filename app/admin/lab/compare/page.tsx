import type { Metadata } from "next";
import { ChooseRun } from "#components/admin/lab/choose-run.tsx";
import { ComparedRun } from "#components/admin/lab/compared-run.tsx";
import { LabHeading } from "#components/admin/lab/lab-heading.tsx";
import { ResultTable } from "#components/admin/lab/run/result-table.tsx";
import { compareEnvironments, compareRuns, orderByStart } from "#lib/lab/report/compare-runs.ts";
import { limitsOf } from "#lib/lab/report/summary.ts";
import { type PublicRun, toPublicRun } from "#lib/lab/runs/run.ts";
import { getRun, listRuns } from "#lib/lab/runs/runs.ts";
import { runId } from "#lib/lab/runs/schema.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
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
  return (
    <div className="shell pt-8 pb-16 sm:pt-12">
      {first && second ? <Comparison runs={orderByStart(first, second)} /> : <Choice run={first} />}
    </div>
  );
}

/** Which run to compare with: one of the same kind. */
async function Choice({ run }: { run: PublicRun | undefined }) {
  if (!run) return <LabHeading title="Compare runs">Select two runs in the list on the laboratory page.</LabHeading>;
  const others = (await listRuns(100)).filter(({ id, request }) => id !== run.id && request.kind === run.kind);
  return (
    <>
      <LabHeading title="Compare runs">{`Choose the run to compare with this run of ${run.kind}.`}</LabHeading>
      <ChooseRun run={run} others={others.map(toPublicRun)} />
    </>
  );
}

/** Two runs side by side, with the same scales for both charts. */
async function Comparison({ runs }: { runs: readonly [PublicRun, PublicRun] }) {
  const entries = await Promise.all(runs.map(({ id }) => readSamples(id, "")));
  const samples = entries.map((each) => each.map(({ sample }) => sample));
  const differences = compareEnvironments(...runs);
  return (
    <>
      <LabHeading title="Compare runs">
        The figures of both runs, the older one first, and the ratio of the newer to the older. Times are in UTC.
      </LabHeading>
      <div className="flex flex-col gap-10">
        <ResultTable caption="Figures" rows={compareRuns(...runs)} />
        {differences.length > 0 && <ResultTable caption="The environments differ" rows={differences} />}
        <div className="grid gap-8 lg:grid-cols-2">
          {runs.map((run, i) => (
            <ComparedRun key={run.id} run={run} samples={samples[i] ?? []} limits={limitsOf(samples)} />
          ))}
        </div>
      </div>
    </>
  );
}
