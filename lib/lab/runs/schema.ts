import { z } from "zod";
import { wholeNumber } from "#lib/validation.ts";

/** A whole number within its bounds; outside of them the request is refused with 422. */
const count = (max: number, fallback: number) => {
  const message = `must be a whole number from 1 to ${max.toLocaleString("en")}`;
  return z.int(message).min(1, message).max(max, message).default(fallback);
};

export const pipelineModes = ["sequential", "auto", "pipeline", "variadic"] as const;
export type PipelineMode = (typeof pipelineModes)[number];

/** `mode: all` tries the four modes one after another, for comparison. */
const pipeline = z.strictObject({
  kind: z.literal("pipeline"),
  count: count(1_000_000, 10_000),
  mode: z.enum([...pipelineModes, "all"]).default("all"),
});

/** With `url` a kind uses the HTTP API of a server on this machine. */
const localUrl = (protocol: RegExp, error: string) =>
  z
    .url({ protocol, hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/, error })
    .max(200)
    .optional();
const url = localUrl(/^https?$/, "must be the address of a server on this machine");
const plainUrl = localUrl(/^http$/, "must be the http address of a server on this machine");

/** Only a run over HTTP has an address. */
const urlOnlyForHttp = {
  when: ({ via, url }: { via: string; url?: string | undefined }) => url === undefined || via === "http",
  refusal: { path: ["url"], error: "is only for via http" },
};

const limit = "must be a number of milliseconds from 0.1 to 10,000";
/** Sessions that are started, and ended, over HTTP. */
const MAX_HTTP_SESSIONS = 20_000;

/**
 * Via redis, session writes by the function that the store uses; via http, page views by POST /api/visits of the store
 * at `url`, or else of the store that has the same data directory. With `limitMs` a rate has held only if p99 stayed
 * within it. `findLimit` raises the rate, starting from `rate`, until p99 exceeds `limitMs` (default 5 ms, via http
 * 50 ms); each step of the search lasts two seconds, or `seconds` if that is less.
 */
const load = z
  .strictObject({
    kind: z.literal("load"),
    rate: count(500_000, 6000),
    seconds: count(600, 10),
    via: z.enum(["redis", "http"]).default("redis"),
    url: plainUrl,
    sessions: count(200_000, 10_000),
    limitMs: z.number(limit).min(0.1, limit).max(10_000, limit).optional(),
    findLimit: z.boolean().default(false),
  })
  .refine(urlOnlyForHttp.when, urlOnlyForHttp.refusal)
  .refine(({ via, sessions }) => via === "redis" || sessions <= MAX_HTTP_SESSIONS, {
    path: ["sessions"],
    error: `must be at most ${MAX_HTTP_SESSIONS.toLocaleString("en")} via http`,
  });

/**
 * A sale: `shoppers`, each with one unit of the same SKU in the cart, check out all at once, and there are `units` of it.
 * Via domain, by `buyCart`; via http, by POST /api/checkout of the store at `url`, or else of the store that has the same
 * data directory. The store must use the Redis and the session secret of the run.
 */
const sale = z
  .strictObject({
    kind: z.literal("sale"),
    shoppers: count(5000, 1000),
    units: count(10_000, 100),
    via: z.enum(["domain", "http"]).default("domain"),
    url: plainUrl,
  })
  .refine(urlOnlyForHttp.when, urlOnlyForHttp.refusal);

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

/** `seconds` is the measuring time in total: four operations, two systems, two durability settings. */
const compare = z.strictObject({ kind: z.literal("compare"), seconds: count(300, 16), concurrency: count(64, 32) });

/** Body of POST /api/admin/runs. */
export const runBody = z.discriminatedUnion("kind", [pipeline, load, sale, browse, crowd, bulk, compare]);
export type RunRequest = z.infer<typeof runBody>;
export type RunKind = RunRequest["kind"];
export const runKinds = ["pipeline", "load", "sale", "browse", "crowd", "bulk", "compare"] as const satisfies RunKind[];
/** The request of one kind of run. */
export type RequestOf<K extends RunKind> = Extract<RunRequest, { kind: K }>;

export const runId = z.string().regex(/^[0-9a-f]{12}$/, "is not the id of a run");

/** Query of GET /api/admin/runs. */
export const listRunsQuery = z.object({
  limit: wholeNumber(1, 100).default(20),
  cursor: z.string().max(200).optional(),
});

/** Milliseconds, to three decimals. */
export const latencyMs = z.object({
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  /** Absent in runs of earlier versions. */
  p999: z.number().optional(),
  max: z.number(),
});
export type LatencyMs = z.infer<typeof latencyMs>;

/** One row of a result table: column names and values as they are shown. */
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Row = z.infer<typeof row>;

/** A figure that one of the documents states, beside what was measured. */
const judgedClaim = z.object({
  /** What the documents say, with the operation that they say it of. */
  claim: z.string(),
  measured: z.string(),
  /** Null if this run says nothing about it. */
  holds: z.boolean().nullable(),
});
export type JudgedClaim = z.infer<typeof judgedClaim>;

/** The result of a run. Optional fields are present where they make sense for the kind. */
export const runResult = z.object({
  /** Whether the run achieved what was asked of it. */
  ok: z.boolean(),
  /** The result in one sentence. */
  verdict: z.string(),
  /** Present if the run was cancelled, and this is what it had measured until then. */
  partial: z.literal(true).optional(),
  /** Present if the rate was achieved, but with a p99 above what is usual where no limit was asked for. */
  slow: z.literal(true).optional(),
  target: z.number().optional(),
  achieved: z.number().optional(),
  successRate: z.number().optional(),
  opsPerSecond: z.number().optional(),
  latencyMs: latencyMs.optional(),
  /** The first ten values that Server B read. */
  first: z.array(z.number()).optional(),
  verified: z.boolean().optional(),
  /** Single figures that only this kind has, such as memory growth. */
  figures: row.optional(),
  /** Rows to compare: modes of a pipeline, steps of a search, operations of a comparison. */
  table: z.array(row).optional(),
  /** The figures that the documents state about this kind of run. */
  claims: z.array(judgedClaim).optional(),
});
export type RunResult = z.infer<typeof runResult>;

/** A moment of a run, about five a second; an entry of the stream `{run:<id>}:samples`. */
export const sample = z.object({
  /** Milliseconds since the start. */
  at: z.coerce.number(),
  /** Operations per second since the previous sample. */
  ops: z.coerce.number(),
  /** Milliseconds, of the operations since the previous sample; 0 if there were none. */
  p50: z.coerce.number(),
  p99: z.coerce.number(),
  errors: z.coerce.number(),
  progress: z.coerce.number(),
  /** Estimated seconds until the end; -1 if unknown. */
  left: z.coerce.number(),
  phase: z.string(),
  /** Whether these operations warm up the code, and are not part of the result. Redis stores it as text. */
  warmUp: z.preprocess((value) => value === true || value === "true", z.boolean()),
  /** Commands per second of the whole server, including those of this run. */
  serverOps: z.coerce.number(),
  /** `used_memory` in bytes. */
  memory: z.coerce.number(),
});
export type Sample = z.infer<typeof sample>;
