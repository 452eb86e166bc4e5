import { formatRate } from "#lib/lab/report/format.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import type { Meter } from "./meter.ts";

/** What a run that is cancelled has measured until then; null if it was still preparing or warming up. */
export function measuredSoFar(meter: Meter): RunResult | null {
  const { ops, errors, elapsedMs, warmUp } = meter;
  if (warmUp || ops === 0 || elapsedMs === 0) return null;
  const perSecond = Math.round((ops * 1000) / elapsedMs);
  const latencyMs = summarise(meter.total);
  return {
    ok: false,
    verdict: `${formatRate(perSecond)} until it was cancelled, p99 ${latencyMs.p99.toFixed(1)} ms`,
    successRate: ops / (ops + errors),
    opsPerSecond: perSecond,
    latencyMs,
  };
}
