import { z } from "zod";
import { AUDIT_ACTS, type AuditEntry } from "#lib/audit/schema.ts";
import type { AnyCart } from "#lib/cart/all-carts.ts";
import type { CspReportCounts } from "#lib/csp/store.ts";
import type { HistogramFile } from "#lib/lab/report/latency.ts";
import { type PublicRun, runStates } from "#lib/lab/runs/run.ts";
import { latencyMs, runId, runKinds, runResult, sample } from "#lib/lab/runs/schema.ts";
import { environment } from "#lib/lab/servers/schema.ts";
import { type MetricsSample, SAMPLE_FIELDS, type SampleField, metrics as storeMetrics } from "#lib/metrics/schema.ts";
import { migrationStatus } from "#lib/migration/schema.ts";
import type { AnySession } from "#lib/session/all-sessions.ts";
import { FORMAT_IDS } from "#lib/sku/import/formats/format.ts";
import { importId } from "#lib/sku/import/job/job.ts";
import type { Upload } from "#lib/sku/picture/store.ts";
import type { Uses } from "#lib/sku/picture/uses.ts";
import { sessionList } from "./account.ts";
import { money, problem, time } from "./common.ts";
import { cart, orderPage, wishlist } from "./shopping.ts";

/** Replies for administrators, strict: a missing or additional field is an error. */

export const metrics = storeMetrics.meta({ id: "Metrics" });

const metricsSample = z
  .strictObject({
    at: time,
    ...(Object.fromEntries(SAMPLE_FIELDS.map((name) => [name, z.number().nullable()])) as Record<
      SampleField,
      z.ZodNullable<z.ZodNumber>
    >),
  })
  .meta({ id: "MetricsSample" }) satisfies z.ZodType<MetricsSample>;
export const metricsHistory = z.strictObject({ samples: z.array(metricsSample) });

const auditEntry = z
  .strictObject({
    id: z.string(),
    at: time,
    what: z.enum(AUDIT_ACTS),
    who: z.string().meta({ description: "a user id, `operator` (at a terminal), or empty (not signed in)" }),
    on: z.string(),
    before: z.string(),
    after: z.string(),
    address: z.string(),
    device: z.string(),
  })
  .meta({ id: "AuditEntry" }) satisfies z.ZodType<AuditEntry>;
export const auditList = z.strictObject({ items: z.array(auditEntry), nextCursor: z.string().nullable() });

const listedUser = {
  id: z.string(),
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: z.enum(["shopper", "admin"]),
  disabled: z.boolean(),
  createdAt: time,
};
const nextCursor = z.string().nullable().meta({
  description: "A page may have few entries, or none, and still be followed by another: ask until it is null",
});
export const userList = z.strictObject({
  items: z.array(z.strictObject(listedUser).meta({ id: "ListedUser" })),
  nextCursor,
});
export const person = z
  .strictObject({
    ...listedUser,
    sessions: sessionList.shape.items,
    cart,
    wishlist,
    orders: orderPage.shape.items.meta({ description: "The newest 20" }),
  })
  .meta({ id: "Person" });

const owner = z.strictObject({ id: z.string(), username: z.string() }).nullable();
const anySession = z
  .strictObject({
    ...sessionList.shape.items.element.shape,
    user: owner,
    owner: z.string().meta({ description: "whose the cart is: the user id, or the guest id" }),
  })
  .meta({ id: "AnySession" }) satisfies z.ZodType<AnySession>;
export const allSessions = z.strictObject({ items: z.array(anySession), nextCursor });

const anyCart = z
  .strictObject({
    owner: z.string().meta({ description: "the user id, or the guest id" }),
    user: owner,
    lines: z.int().min(1),
    totalItems: z.int().min(1),
    totalValue: money,
    changedAt: time.nullable().meta({ description: "only of a guest's: a user's does not tell" }),
    activeAt: time
      .nullable()
      .meta({ description: "when its owner last looked at a product, or changed a guest's cart" }),
    ageSeconds: z.int().min(0).nullable().meta({ description: "since `activeAt`" }),
  })
  .meta({ id: "AnyCart" }) satisfies z.ZodType<AnyCart>;
export const cartList = z.strictObject({ items: z.array(anyCart), nextCursor });

export const pictureAdded = z.strictObject({ image: z.string() });
const upload = z
  .strictObject({
    id: z.string(),
    image: z.string().meta({ description: "its path, as SKUs have it" }),
    name: z.string().meta({ description: "of the file that was uploaded" }),
    width: z.int().min(1),
    height: z.int().min(1),
    bytes: z.int().min(0).meta({ description: "of all its sizes, in Redis" }),
    uploadedAt: time,
    usedBy: z.strictObject({ skus: z.array(z.string()).max(10), count: z.int().min(0) }),
  })
  .meta({ id: "UploadedPicture" }) satisfies z.ZodType<Upload & { usedBy: Uses }>;
export const pictureList = z.strictObject({ items: z.array(upload) });

export const cspReports = z.strictObject({
  items: z.array(
    z.strictObject({ directive: z.string(), blocked: z.string(), page: z.string(), count: z.int().min(1) }),
  ),
  since: time.nullable(),
}) satisfies z.ZodType<CspReportCounts>;

const report = {
  created: z.int().min(0),
  changed: z.int().min(0),
  same: z.int().min(0),
  /** the first hundred */
  errors: z.array(z.strictObject({ line: z.int().min(0), field: z.string(), message: z.string() })),
  errorCount: z.int().min(0),
  format: z.enum(FORMAT_IDS),
  /** sentences on what was left out, changed or assumed */
  notes: z.array(z.string()),
};
export const importReport = z.strictObject(report).meta({ id: "ImportReport" });
export const importCreated = z.strictObject({ id: importId, url: z.string() });
export const importProblem = problem.omit({ errors: true }).extend(report);

const runFields = {
  id: runId,
  kind: z.enum(runKinds),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  state: z.enum(runStates),
  progress: z.number().min(0).max(1),
  phase: z.string(),
  startedAt: time,
  finishedAt: time.nullable(),
  result: z
    .strictObject({ ...runResult.shape, latencyMs: z.strictObject(latencyMs.shape).optional() })
    .meta({ id: "RunResult" })
    .nullable(),
  error: z.string().nullable(),
  environment: z
    .strictObject(environment.shape)
    .meta({ id: "RunEnvironment", description: "Where the run was measured; null for runs of earlier versions" })
    .nullable(),
};
export const run = z.strictObject(runFields).meta({ id: "Run" }) satisfies z.ZodType<PublicRun>;
export const runList = z.strictObject({ items: z.array(run), nextCursor: z.string().nullable() });
export const runStarted = z.strictObject({ id: runId });

export const strictSample = z.strictObject(sample.shape).meta({ id: "Sample" });
/** The latencies of a result as an HdrHistogram; null if the run measured none. */
const histogramFile = z
  .strictObject({
    encoding: z.literal("HdrHistogram V2, compressed, base64"),
    unit: z.literal("microseconds"),
    count: z.number(),
    data: z.string(),
    percentiles: z.array(z.strictObject({ percentile: z.number(), ms: z.number() })),
  })
  .meta({ id: "LatencyHistogram" }) satisfies z.ZodType<HistogramFile>;

/** A run as a file. */
export const runFile = z
  .strictObject({ ...runFields, histogram: histogramFile.nullable(), samples: z.array(strictSample) })
  .meta({ id: "RunFile" });

export const migration = migrationStatus.meta({
  id: "Migration",
  description: "The migration from PostgreSQL to Redis; times are milliseconds",
});
/** What stands against what was asked for, in sentences. */
export const migrationRefused = problem.extend({ reasons: z.array(z.string()) });

/** Another run is active; `active` is its id, or empty if it has just ended. */
export const runConflict = problem.extend({ active: z.string() });
/** An invalid body, or a run that needs more memory than the Redis server has. Sizes are bytes. */
export const runRefused = problem.extend({ estimatedBytes: z.number().optional(), freeBytes: z.number().optional() });
