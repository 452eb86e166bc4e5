import type { RunStatus } from "#lib/lab/runs/run.ts";

/** Where a run stopped that ended without a result, as labels and values; empty for other runs. */
export function stopLines(run: RunStatus): [label: string, value: string][] {
  if (run.result || !run.finishedAt) return [];
  const ms = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  return [
    ["stopped at", `${Math.floor(run.progress * 100)} %`],
    ["after", `${(ms / 1000).toFixed(1)} s`],
  ];
}

/** How a run ended: its verdict, its error, or where it stopped; empty while it is running. */
export function describeOutcome(run: RunStatus): string {
  return run.result?.verdict ?? run.error ?? stopLines(run).flat().join(" ");
}

/** A run in one line: its outcome, preceded by its state if it has neither a verdict nor an error. */
export function describeRun(run: RunStatus): string {
  if (run.result || run.error) return describeOutcome(run);
  const outcome = describeOutcome(run);
  return outcome ? `${run.state}, ${outcome}` : run.state;
}
