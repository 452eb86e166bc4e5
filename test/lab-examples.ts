import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Sample } from "#lib/lab/runs/schema.ts";

/** A finished run and one of its samples, for tests of what is computed without Redis. */

export const exampleRun: PublicRun = {
  id: "0123456789ab",
  kind: "load",
  params: { rate: 6000, seconds: 10 },
  state: "done",
  progress: 1,
  phase: "",
  startedAt: "2026-01-01T00:00:00.000Z",
  finishedAt: "2026-01-01T00:00:10.000Z",
  result: {
    ok: true,
    verdict: "6,000/s held, p99 0.9 ms",
    target: 6000,
    latencyMs: { mean: 0.4, p50: 0.3, p95: 0.7, p99: 0.9, max: 4 },
  },
  error: null,
  environment: {
    cpu: "Example CPU",
    cores: 2,
    cpuBefore: 0.05,
    loadAverage: 0.4,
    busy: false,
    os: "Linux 6.1.0 x64",
    node: "v24.0.0",
    redis: "Redis 7.0.15",
    persistence: "appendonly yes, appendfsync everysec, save off",
    transport: "tcp",
    connections: 7,
    processes: 2,
  },
};

export const exampleSample: Sample = {
  at: 1000,
  ops: 6000,
  p50: 0.3,
  p99: 0.9,
  errors: 0,
  progress: 0.5,
  left: 1,
  warmUp: false,
  phase: 'a "phase", with a comma',
  serverOps: 18_000,
  memory: 1_000_000,
};
