import { z } from "zod";
import { environment } from "#lib/lab/servers/schema.ts";
import { isoTimeOfMs } from "#lib/time.ts";
import { json } from "#lib/validation.ts";
import { type Run, runStates } from "./run.ts";
import { runBody, runResult } from "./schema.ts";

/** The reply to HGETALL run:<id>. Times are milliseconds since 1970. */
const runHash = z.object({
  params: json(runBody),
  state: z.enum(runStates),
  progress: z.coerce.number().min(0).max(1),
  phase: z.string().default(""),
  started_at: z.coerce.number(),
  finished_at: z.coerce.number().optional(),
  result: json(runResult.optional()),
  error: z.string().optional(),
  environment: json(environment.optional()),
});

/** Parses the hash of a run. The request of a stored run is validated here, and nowhere else. @returns null if invalid */
export function parseRunHash(id: string, hash: unknown): Run | null {
  const parsed = runHash.safeParse(hash);
  if (!parsed.success) return null;
  const { params, state, progress, phase, started_at, finished_at, result, error, environment } = parsed.data;
  return {
    id,
    request: params,
    state,
    progress,
    phase,
    startedAt: isoTimeOfMs(started_at),
    finishedAt: finished_at ? isoTimeOfMs(finished_at) : null,
    result: result ?? null,
    error: error ?? null,
    environment: environment ?? null,
  };
}

/** The hash fields of a run. */
export function toRunHash(run: Run): Record<string, string> {
  return {
    kind: run.request.kind,
    params: JSON.stringify(run.request),
    state: run.state,
    progress: String(run.progress),
    phase: run.phase,
    started_at: String(Date.parse(run.startedAt)),
    ...(run.finishedAt ? { finished_at: String(Date.parse(run.finishedAt)) } : {}),
    ...(run.result ? { result: JSON.stringify(run.result) } : {}),
    ...(run.error ? { error: run.error } : {}),
    ...(run.environment ? { environment: JSON.stringify(run.environment) } : {}),
  };
}
