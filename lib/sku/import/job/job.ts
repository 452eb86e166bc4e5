import { z } from "zod";
import { mapping } from "#lib/sku/import/formats/columns.ts";
import { FORMAT_IDS } from "#lib/sku/import/formats/format.ts";
import { fieldChange } from "#lib/sku/import/plan/plan.ts";
import { importChoices } from "#lib/sku/import/schema.ts";
import { rowError } from "#lib/sku/import/table/row-error.ts";
import { json } from "#lib/validation.ts";

/** An import of a table by the pages: a file that was uploaded, what was decided about it, and what came of it. */

export const importId = z.string().regex(/^[0-9a-f]{16}$/);

export const jobStates = [
  ...(["uploaded", "checking", "checked", "refused", "importing"] as const),
  ...(["done", "cancelled", "failed", "interrupted"] as const),
] as const;
export type JobState = (typeof jobStates)[number];

/** Whether a process is at work on an import in this state. */
export const isAtWork = (state: JobState) => state === "checking" || state === "importing";

/** What a check found or an import did. */
export const jobResult = z.object({
  ...{ created: z.number(), changed: z.number(), same: z.number(), stockLeft: z.number() },
  errors: z.array(rowError),
  errorCount: z.number(),
  changes: z.array(fieldChange),
  changeCount: z.number(),
  notes: z.array(z.string()),
});
export type JobResult = z.output<typeof jobResult>;

/** How far a check or an import has come. */
export const jobProgress = z.object({
  phase: z.enum(["reading", "writing"]),
  done: z.number(),
  total: z.number().nullable(),
  created: z.number(),
  changed: z.number(),
});
export type JobProgress = z.output<typeof jobProgress>;

/** What an administrator decides about a table. */
export const jobChoices = importChoices.extend({ mapping, setStock: z.boolean().default(false) });
export type JobChoices = z.output<typeof jobChoices>;

/** What was seen of a table when it was uploaded. */
export const jobTable = z.object({
  format: z.enum(FORMAT_IDS),
  /** names of the columns */
  columns: z.array(z.string()),
  decimalComma: z.boolean(),
  /** the first rows */
  sample: z.array(z.object({ line: z.number(), cells: z.array(z.string()), problem: z.string().optional() })),
});
export type JobTable = z.output<typeof jobTable>;

/** The reply to HGETALL import:<id>. */
const jobHash = z.object({
  state: z.enum(jobStates),
  /** of the file, or "" for pasted text */
  file: z.string().default(""),
  bytes: z.coerce.number().default(0),
  /** lines of the file */
  lines: z.coerce.number().default(0),
  created_at: z.coerce.number(),
  table: json(jobTable.optional()),
  choices: json(jobChoices.default({ ...importChoices.parse({}), mapping: {}, setStock: false })),
  revision: z.string().default(""),
  progress: json(jobProgress.optional()),
  result: json(jobResult.optional()),
  error: z.string().default(""),
});

export interface ImportJob {
  id: string;
  state: JobState;
  file: string;
  bytes: number;
  lines: number;
  /** ms since 1970 */
  createdAt: number;
  /** null when the file could not be read as a table; `error` says why */
  table: JobTable | null;
  choices: JobChoices;
  /** another one whenever the choices were saved */
  revision: string;
  progress: JobProgress | null;
  result: JobResult | null;
  error: string;
}

/** An import from its hash; null when that is missing or none. */
export function parseJob(id: string, hash: unknown): ImportJob | null {
  const parsed = jobHash.safeParse(hash);
  if (!parsed.success) return null;
  const { created_at: createdAt, table = null, progress = null, result = null, ...rest } = parsed.data;
  return { id, ...rest, createdAt, table, progress, result };
}

/** What a follower of an import is told: its state, and how far it has come. */
export const publicJob = z.object({
  id: importId,
  state: z.enum(jobStates),
  lines: z.number().int(),
  progress: jobProgress.nullable(),
});
export type PublicJob = z.output<typeof publicJob>;

export const toPublicJob = ({ id, state, lines, progress }: ImportJob): PublicJob => ({ id, state, lines, progress });
