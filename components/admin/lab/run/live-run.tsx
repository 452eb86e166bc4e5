"use client";

import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { formatBytes } from "#lib/bytes.ts";
import { downsample, skipPreparation } from "#lib/lab/report/summary.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { CancelForm } from "./cancel-form.tsx";
import { ClaimsTable } from "./claims-table.tsx";
import { ResultTable } from "./result-table.tsx";
import { RunFigure } from "./run-figure.tsx";
import { RunProgress } from "./run-progress.tsx";
import { RunReceipt } from "./run-receipt.tsx";
import { useRun } from "./use-run.ts";

/** The number of rows of the table with the data of the chart. */
const TABLE_ROWS = 60;

interface LiveRunProps {
  initial: PublicRun;
  samples: readonly Sample[];
  /** The id of the last of these samples. */
  lastId: string;
}

/** A run as it happens: chart, progress and figures, and its receipt once it has ended. */
export function LiveRun({ initial, samples: before, lastId }: LiveRunProps) {
  const { run, samples, connected } = useRun(initial, before, lastId);
  const running = run.state === "running";
  const { table, claims } = run.result ?? {};
  // A run that failed before it measured anything has no chart.
  const hasChart = running || skipPreparation(samples).samples.length > 0;
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <RunProgress run={run} last={samples.at(-1)} connected={connected} />
        {hasChart && <RunFigure samples={samples} />}
        {table && table.length > 0 && <ResultTable caption="Results" rows={table} />}
        {claims && claims.length > 0 && <ClaimsTable claims={claims} />}
        {hasChart && <SamplesTable samples={samples} />}
      </div>
      <aside className="flex min-w-0 flex-col gap-5">
        {running ? <CancelForm id={run.id} /> : <RunReceipt run={run} />}
        <p className="flex flex-wrap gap-3">
          <a className={buttonClass("outline")} href={`/api/admin/runs/${run.id}/download?format=json`} download>
            JSON
          </a>
          <a className={buttonClass("outline")} href={`/api/admin/runs/${run.id}/download?format=csv`} download>
            CSV
          </a>
          {!running && (
            <Link className={buttonClass("quiet")} href={`/admin/lab/compare?run=${run.id}`} prefetch={false}>
              Compare with another run
            </Link>
          )}
        </p>
      </aside>
    </div>
  );
}

/** The data of the chart, for those who cannot see it. */
function SamplesTable({ samples }: { samples: readonly Sample[] }) {
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2 font-semibold">The chart as a table</summary>
      <ResultTable
        caption={`${Math.min(samples.length, TABLE_ROWS)} of ${samples.length} samples`}
        rows={downsample(samples, TABLE_ROWS).map(({ at, ops, p50, p99, errors, warmUp, serverOps, memory }) => ({
          second: at / 1000,
          opsPerSecond: ops,
          p50Ms: p50,
          p99Ms: p99,
          errors,
          warmUp,
          serverCommandsPerSecond: serverOps,
          memory: formatBytes(memory),
        }))}
      />
    </details>
  );
}
