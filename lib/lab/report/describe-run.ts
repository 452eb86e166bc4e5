import type { PublicRun, RunStatus } from "#lib/lab/runs/run.ts";

/** What a badge says of a run. A comparison has no target that it could hold. */
export type Verdict = "running" | "held" | "achieved" | "not held" | "measured" | "failed" | "cancelled";

/** How a run ended, in a word or two. */
export function verdictOf({ kind, state, result }: Pick<PublicRun, "kind" | "state" | "result">): Verdict {
  if (state !== "done") return state;
  if (kind === "compare") return "measured";
  if (!result?.ok) return "not held";
  // Its p99 was above what is usual: the sentence beside it says by how much.
  return result.slow ? "achieved" : "held";
}

/** Where a run stopped that did not come to its end, as labels and values; empty for other runs. */
export function stopLines(run: RunStatus): [label: string, value: string][] {
  if (run.state === "done" || !run.finishedAt) return [];
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
