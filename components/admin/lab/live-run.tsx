"use client";

import { useState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { formatBytes } from "#lib/bytes.ts";
import { describeOutcome } from "#lib/lab/report/describe-run.ts";
import { formatMilliseconds } from "#lib/lab/report/format.ts";
import { downsample, summariseSamples } from "#lib/lab/report/summary.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { ResultTable } from "./result-table.tsx";
import { RunChart } from "./run-chart.tsx";
import { RunReceipt } from "./run-receipt.tsx";
import { useRun } from "./use-run.ts";

/** The number of rows of the table with the data of the chart. */
const TABLE_ROWS = 60;

const PROGRESS =
  "h-3 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent";

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
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <RunProgress run={run} last={samples.at(-1)} connected={connected} />
        <figure className="min-w-0 rounded-2xl border-[1.5px] border-line bg-raised p-3 sm:p-5">
          <RunChart samples={samples} />
          <figcaption className="mt-3 text-soft">{summariseSamples(samples)}</figcaption>
        </figure>
        {run.result?.table && <ResultTable caption="Results" rows={run.result.table} />}
        <details>
          <summary className="min-h-11 cursor-pointer py-2 font-semibold">The chart as a table</summary>
          <ResultTable
            caption={`${Math.min(samples.length, TABLE_ROWS)} of ${samples.length} samples`}
            rows={downsample(samples, TABLE_ROWS).map(({ at, ops, p50, p99, errors, serverOps, memory }) => ({
              second: at / 1000,
              opsPerSecond: ops,
              p50Ms: p50,
              p99Ms: p99,
              errors,
              serverCommandsPerSecond: serverOps,
              memory: formatBytes(memory),
            }))}
          />
        </details>
      </div>
      <aside className="flex min-w-0 flex-col gap-5">
        {running ? <CancelButton id={run.id} /> : <RunReceipt run={run} />}
        <p className="flex flex-wrap gap-3">
          <a className={buttonClass("outline")} href={`/api/admin/runs/${run.id}/download?format=json`} download>
            JSON
          </a>
          <a className={buttonClass("outline")} href={`/api/admin/runs/${run.id}/download?format=csv`} download>
            CSV
          </a>
        </p>
      </aside>
    </div>
  );
}

interface RunProgressProps {
  run: PublicRun;
  last: Sample | undefined;
  connected: boolean;
}

const STATES = { done: "Done", failed: "Failed", cancelled: "Cancelled" } as const;

function RunProgress({ run, last, connected }: RunProgressProps) {
  const running = run.state === "running";
  const progress = running ? (last?.progress ?? 0) : run.progress;
  const left = running && last && last.left >= 0 ? `about ${Math.ceil(last.left)} s left` : "";
  const status = run.state === "running" ? "Running" : `${STATES[run.state]}: ${describeOutcome(run)}`;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="font-display font-extrabold text-2xl tracking-tight sm:text-3xl">
        {status}
      </p>
      <progress aria-label="Progress" max={1} value={progress} className={PROGRESS} />
      {running && (
        <p className="flex flex-wrap gap-x-5 text-soft">
          <span>{last?.phase || run.phase}</span>
          <span className="figures">{left}</span>
          {!connected && <span>connecting…</span>}
        </p>
      )}
      {running && last && (
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Figure label="This run" value={`${Math.round(last.ops).toLocaleString("en")}/s`} />
          <Figure label="p99" value={last.p99 > 0 ? formatMilliseconds(last.p99) : "-"} />
          <Figure label="Whole server" value={`${last.serverOps.toLocaleString("en")}/s`} />
          <Figure label="Memory" value={formatBytes(last.memory)} />
        </dl>
      )}
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="rounded-xl border-[1.5px] border-line bg-raised px-4 py-3">
      <dt className="tag text-soft">{label}</dt>
      <dd className="figures font-medium text-xl">{value}</dd>
    </div>
  );
}

function CancelButton({ id }: { id: string }) {
  const [cancelling, setCancelling] = useState(false);
  const cancel = async () => {
    setCancelling(true);
    // The outcome arrives with the events.
    const response = await fetch(`/api/admin/runs/${id}`, { method: "DELETE" }).catch(() => null);
    if (!response?.ok) setCancelling(false);
  };
  return (
    <button type="button" onClick={cancel} disabled={cancelling} className={buttonClass("outline", "min-h-13 text-lg")}>
      {cancelling ? "Cancelling…" : "Cancel the run"}
    </button>
  );
}
