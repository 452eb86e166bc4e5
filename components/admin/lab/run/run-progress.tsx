import { PROGRESS_CLASS } from "#components/ui/progress-class.ts";
import { formatBytes } from "#lib/bytes.ts";
import { describeOutcome } from "#lib/lab/report/describe-run.ts";
import { busyWarning } from "#lib/lab/report/environment.ts";
import { formatMilliseconds } from "#lib/lab/report/format.ts";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";
import { RunBadge } from "./run-badge.tsx";

interface RunProgressProps {
  run: PublicRun;
  last: Sample | undefined;
  connected: boolean;
}

/** How far a run has come, or how it ended. */
export function RunProgress({ run, last, connected }: RunProgressProps) {
  const running = run.state === "running";
  const warning = running || run.result ? busyWarning(run.environment) : null;
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="flex flex-col items-start gap-2.5">
        <RunBadge run={run} />
        {!running && (
          <p className="text-pretty font-display font-extrabold text-2xl tracking-tight sm:text-3xl">
            {describeOutcome(run)}
          </p>
        )}
      </div>
      {warning && <p className="text-soft">{`${warning}: its figures may be lower than the machine allows.`}</p>}
      {running && <Progress run={run} last={last} connected={connected} />}
    </div>
  );
}

function Progress({ run, last, connected }: RunProgressProps) {
  const left = last && last.left >= 0 ? `about ${Math.ceil(last.left)} s left` : "";
  return (
    <>
      <progress aria-label="Progress" max={1} value={last?.progress ?? 0} className={PROGRESS_CLASS} />
      <p className="flex flex-wrap gap-x-5 text-soft">
        <span>{last?.phase || run.phase}</span>
        <span className="figures">{left}</span>
        {!connected && <span>connecting…</span>}
      </p>
      <noscript>
        <p className="text-soft">Reload the page to follow the run.</p>
      </noscript>
      {last && (
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Figure label="This run" value={`${Math.round(last.ops).toLocaleString("en")}/s`} />
          <Figure label="p99" value={last.p99 > 0 ? formatMilliseconds(last.p99) : "-"} />
          <Figure label="Whole server" value={`${last.serverOps.toLocaleString("en")}/s`} />
          <Figure label="Memory" value={formatBytes(last.memory)} />
        </dl>
      )}
    </>
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
