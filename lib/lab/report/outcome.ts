import type { Run } from "#lib/lab/runs/schema.ts";

/** How far a run came that ended without a result: [label, value]. */
export function howFar(run: Run): [string, string][] {
  if (run.result || !run.finishedAt) return [];
  const ms = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  return [
    ["came to", `${Math.floor(run.progress * 100)} %`],
    ["after", `${(ms / 1000).toFixed(1)} s`],
  ];
}

/** How a run stands or ended, in words: its verdict, what went wrong, or how far it came. */
export function describeEnding(run: Run): string {
  if (run.result) return run.result.verdict;
  if (run.error) return run.error;
  const far = howFar(run).map((words) => words.join(" "));
  return far.length > 0 ? `${run.state}; it ${far.join(" ")}` : run.state;
}
