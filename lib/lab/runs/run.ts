import type { Environment } from "#lib/lab/servers/schema.ts";
import type { RunKind, RunRequest, RunResult } from "./schema.ts";

export const runStates = ["running", "done", "failed", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

/** How far a run has come, or how it ended. */
export interface RunStatus {
  id: string;
  state: RunState;
  /** 0 to 1 */
  progress: number;
  /** What the run is doing at the moment, in words; empty once it has ended. */
  phase: string;
  /** ISO 8601 */
  startedAt: string;
  /** ISO 8601; null while it is running */
  finishedAt: string | null;
  /** What was measured; of a cancelled run what it had measured until then. */
  result: RunResult | null;
  /** Why the run failed. */
  error: string | null;
  /** Null until it has been measured, and for runs of earlier versions. */
  environment: Environment | null;
}

/** A run as the code handles it. */
export interface Run extends RunStatus {
  request: RunRequest;
}

/** A run as the API and the pages show it. */
export interface PublicRun extends RunStatus {
  kind: RunKind;
  params: Record<string, unknown>;
}

/** How a run ended. The histogram is that of the latencies of the result, in the HdrHistogram V2 encoding. */
export type RunOutcome =
  | { state: "done"; result: RunResult; histogram: string | null }
  | { state: "failed"; error: string }
  | { state: "cancelled"; result: RunResult | null; histogram: string | null };

/** The public form of a run: its request split into the kind and the parameters. */
export function toPublicRun({ id, request, ...status }: Run): PublicRun {
  const { kind, ...params } = request;
  return { id, kind, params, ...status };
}
