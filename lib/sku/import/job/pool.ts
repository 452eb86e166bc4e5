import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Piscina } from "piscina";
import { z } from "zod";
import { logError } from "#lib/log.ts";
import { finishBeforeLeaving } from "#lib/process/leaving.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { retryInBackground } from "#lib/redis/tasks/retry.ts";
import type { ImportOptions, ImportResult } from "#lib/sku/import/import.ts";
import type { ImportTask } from "./import-worker.ts";
import { type ImportLocks, lockImport, updateJob } from "./store.ts";

/** Tables at once: one is imported while another is received or checked. */
const MAX_THREADS = 2;
/** Tables that may wait for a thread, each in memory. */
const MAX_QUEUED = 4;
/** Memory of a thread in MB: a table of 64 MB takes half of it. */
const MAX_MEMORY_MB = 1024;
const RENEW_EVERY_MS = 4000;

type TaskResult = string | ImportResult | null;
const state = processWide("import-pool", () => ({ pool: null as Piscina<ImportTask, TaskResult> | null }));

/** Tables are read and written in worker threads, so that no request waits for it. */
function pool(): Piscina<ImportTask, TaskResult> {
  state.pool ??= new Piscina<ImportTask, TaskResult>({
    filename: join(process.cwd(), "lib/sku/import/job/import-worker.ts"),
    ...{ minThreads: 0, maxThreads: MAX_THREADS, maxQueue: MAX_QUEUED, idleTimeout: 30_000 },
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
  });
  return state.pool;
}

/** Whether a further table would have to be refused. */
export const isImportBusy = () => pool().queueSize >= MAX_QUEUED;

/** Bytes with memory of their own, which can be handed to another thread. */
const detachable = (bytes: Buffer) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes));

/** Stores the table of a form. @returns the id of the import; "" when the form has no table */
export async function receiveUpload(body: Buffer, contentType: string): Promise<string> {
  const bytes = detachable(body);
  const task: ImportTask = { kind: "upload", upload: { body: bytes, contentType } };
  return z.string().parse(await pool().run(task, { transferList: [bytes.buffer as ArrayBuffer] }));
}

/** Keeps locks while work is done. */
async function holding<T>(locks: ImportLocks, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void locks.renew().catch(() => {}), RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await locks.release().catch(() => {});
  }
}

/**
 * Imports a table. Any number may be tried at once, but one at a time may write.
 * @returns null while another import writes
 */
export async function importTable(body: Buffer, options: ImportOptions): Promise<ImportResult | null> {
  const bytes = detachable(body);
  const run = async () => {
    const result = await pool().run(
      { kind: "import", bytes, options },
      { transferList: [bytes.buffer as ArrayBuffer] },
    );
    return result as ImportResult;
  };
  if (options.dryRun) return run();
  const id = randomBytes(8).toString("hex");
  const locks = await lockImport(id, id, true);
  return locks ? holding(locks, run) : null;
}

/**
 * Starts to check or import a table that was uploaded, in the background.
 * @param onEnd is called when it has ended, unless this process has before
 * @returns false while somebody is at work on it, or another import writes
 */
export async function startJob(id: string, dryRun: boolean, onEnd?: () => Promise<void>): Promise<boolean> {
  const locks = await lockImport(id, randomBytes(8).toString("hex"), !dryRun);
  if (!locks) return false;
  const begin = { state: dryRun ? "checking" : "importing", progress: "", result: "", error: "", cancel: "" };
  await updateJob(id, begin);
  const work = holding(locks, async () => {
    try {
      await pool().run({ kind: "job", id, dryRun });
    } catch (error) {
      logError("import-failed", error, { import: id });
      const words = "It stopped because of an error, which was logged. Repeating it is safe.";
      await retryInBackground(() => updateJob(id, { state: "failed", error: words })).catch(() => {});
    }
    await onEnd?.();
  });
  finishBeforeLeaving(work);
  return true;
}

/** Stops the threads; the next import starts new ones. */
export async function closeImportPool(): Promise<void> {
  const { pool } = state;
  state.pool = null;
  await pool?.destroy();
}
