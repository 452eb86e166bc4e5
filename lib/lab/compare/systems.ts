import { z } from "zod";
import { COMPARE_ROWS } from "#lib/lab/runs/clean-up.ts";
import { latencyMs } from "#lib/lab/runs/schema.ts";
import type { Operation } from "#lib/lab/workers/bench.ts";
import type { LabWorker } from "#lib/lab/workers/start-worker.ts";

const measurement = latencyMs.extend({ perSecond: z.number() });
/** Throughput and latencies of one time slot. */
export type Measurement = z.infer<typeof measurement>;
const ready = z.object({ bytesPerSession: z.number() });

/** A system under comparison: a worker that waits for time slots. */
export interface System {
  bytesPerSession: number;
  run(operation: Operation, ms: number): Promise<Measurement>;
}

/** Both systems with the same guarantee of what survives a power failure. */
export interface Setting {
  name: "relaxed" | "durable";
  redis: System;
  postgres: System;
  /** What either system does about durability, in words. */
  durability: string;
}

interface Workers {
  run: string;
  concurrency: number;
  start(program: string, job: unknown): LabWorker;
}

async function startSystem({ start, ...common }: Workers, program: string, job: object): Promise<System> {
  const worker = start(program, { ...common, rows: COMPARE_ROWS, ...job });
  const { bytesPerSession } = ready.parse(await worker.receive());
  return {
    bytesPerSession,
    run: async (operation, ms) => measurement.parse(await worker.request({ operation, ms })),
  };
}

/** One setting to start: the addresses of both systems, and how Redis persists. */
export interface SettingPlan {
  name: Setting["name"];
  redisUrl: string;
  postgresUrl: string;
  persistence: string;
}

/** Starts both systems of a setting, which write their rows and warm up. */
export async function startSetting(workers: Workers, plan: SettingPlan): Promise<Setting> {
  const synchronousCommit = plan.name === "durable" ? "on" : "off";
  const [redis, postgres] = await Promise.all([
    startSystem(workers, "compare-redis", { url: plan.redisUrl }),
    startSystem(workers, "compare-postgres", { url: plan.postgresUrl, synchronousCommit }),
  ]);
  const durability = `Redis: ${plan.persistence}; PostgreSQL: synchronous_commit ${synchronousCommit}`;
  return { name: plan.name, redis, postgres, durability };
}
