import { z } from "zod";

/** The bounds of every parameter; outside them a request is refused with 422. */
const count = (max: number, fallback: number) => {
  const message = `must be a whole number from 1 to ${max.toLocaleString("en")}`;
  return z.int(message).min(1, message).max(max, message).default(fallback);
};

export const pipelineModes = ["sequential", "auto", "pipeline", "variadic"] as const;
export type PipelineMode = (typeof pipelineModes)[number];

/** `mode: all` is the demonstration: the four ways one after another, side by side. */
const pipeline = z.strictObject({
  kind: z.literal("pipeline"),
  count: count(1_000_000, 10_000),
  mode: z.enum([...pipelineModes, "all"]).default("all"),
});

const limit = "must be a number of milliseconds from 0.1 to 10,000";

/**
 * With `limitMs` a rate counts as held only while p99 stays within it. `findLimit` raises the rate from `rate` on until
 * p99 passes `limitMs`, or 5 ms; a step of the search lasts two seconds, or `seconds` if that is less.
 */
const load = z.strictObject({
  kind: z.literal("load"),
  rate: count(500_000, 6000),
  seconds: count(600, 10),
  sessions: count(200_000, 10_000),
  limitMs: z.number(limit).min(0.1, limit).max(10_000, limit).optional(),
  findLimit: z.boolean().default(false),
});

/** `url` shops through the HTTP API of a server on this machine instead of through the domain functions. */
const url = z
  .url({
    protocol: /^https?$/,
    hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/,
    error: "must be the address of a server on this machine",
  })
  .max(200)
  .optional();
const browse = z.strictObject({ kind: z.literal("browse"), views: count(10_000, 100), url });
const crowd = z.strictObject({
  kind: z.literal("crowd"),
  shoppers: count(1000, 50),
  views: count(1000, 30),
  url,
});

const bulk = z.strictObject({
  kind: z.literal("bulk"),
  count: count(100_000_000, 1_000_000),
  shards: count(64, 4),
  workers: count(8, 2),
  structure: z.enum(["list", "stream"]).default("list"),
});

/** `seconds` is the whole time measured: four operations, two systems, two durable settings. */
const compare = z.strictObject({ kind: z.literal("compare"), seconds: count(300, 16), concurrency: count(64, 32) });

/** Body of POST /api/admin/runs. */
export const runBody = z.discriminatedUnion("kind", [pipeline, load, browse, crowd, bulk, compare]);
export type RunRequest = z.infer<typeof runBody>;
export type RunKind = RunRequest["kind"];
export const runKinds = ["pipeline", "load", "browse", "crowd", "bulk", "compare"] as const satisfies RunKind[];
/** The parameters of one kind of run. */
export type ParamsOf<K extends RunKind> = Omit<Extract<RunRequest, { kind: K }>, "kind">;

export const runId = z.string().regex(/^[0-9a-f]{12}$/, "is not the id of a run");

/** Query of GET /api/admin/runs. */
export const listRunsQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

/** Milliseconds, to three decimals. */
export const latencyMs = z.object({
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
});
export type LatencyMs = z.infer<typeof latencyMs>;

/** One row of a table of a result: names and figures as they are shown. */
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Row = z.infer<typeof row>;

/** What a run found out. Every field is there where it makes sense for the kind (DESIGN §4). */
export const runResult = z.object({
  /** Whether the run reached what it set out to show. */
  ok: z.boolean(),
  verdict: z.string(),
  target: z.number().optional(),
  achieved: z.number().optional(),
  successRate: z.number().optional(),
  opsPerSecond: z.number().optional(),
  latencyMs: latencyMs.optional(),
  first: z.array(z.number()).optional(),
  verified: z.boolean().optional(),
  /** Single figures that belong to the kind, e.g. memory growth. */
  figures: row.optional(),
  /** Side by side: ways of a pipeline, steps of a search, operations of a comparison. */
  table: z.array(row).optional(),
});
export type RunResult = z.infer<typeof runResult>;

export const runStates = ["running", "done", "failed", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (typeof text === "string" && text !== "" ? JSON.parse(text) : undefined), schema);

/** The reply to HGETALL run:<id>; times are milliseconds since 1970. */
export const runHash = z.object({
  params: json(runBody),
  state: z.enum(runStates),
  progress: z.coerce.number().min(0).max(1),
  phase: z.string().default(""),
  started_at: z.coerce.number(),
  finished_at: z.coerce.number().optional(),
  result: json(runResult.optional()),
  error: z.string().optional(),
});

/** A run as the API shows it. */
export interface Run {
  id: string;
  kind: RunKind;
  params: Record<string, unknown>;
  state: RunState;
  /** 0 to 1 */
  progress: number;
  /** What it is doing just now, in words. */
  phase: string;
  /** ISO 8601 */
  startedAt: string;
  finishedAt: string | null;
  result: RunResult | null;
  /** Why it failed. */
  error: string | null;
}

/** A moment of a run, about five a second; an entry of the stream `{run:<id>}:samples`. */
export const sample = z.object({
  /** Milliseconds since the start. */
  at: z.coerce.number(),
  /** Operations a second since the sample before. */
  ops: z.coerce.number(),
  /** Milliseconds, of the operations since the sample before; 0 when there were none. */
  p50: z.coerce.number(),
  p99: z.coerce.number(),
  errors: z.coerce.number(),
  progress: z.coerce.number(),
  /** Seconds until the end as far as it can be told; -1 when it can't. */
  left: z.coerce.number(),
  phase: z.string(),
  /** Commands a second of the whole server, this run's included. */
  serverOps: z.coerce.number(),
  /** Bytes of `used_memory`. */
  memory: z.coerce.number(),
});
export type Sample = z.infer<typeof sample>;
