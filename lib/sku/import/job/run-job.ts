import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { retryInBackground } from "#lib/redis/tasks/retry.ts";
import { type ImportResult, importSkus, type Proceed } from "#lib/sku/import/import.ts";
import type { JobResult, JobState } from "./job.ts";
import { readJob, readTablePieces, updateJob } from "./store.ts";

/** Between two reports of the progress, in milliseconds. */
const REPORT_EVERY_MS = 250;

const readTable = (id: string) => buffer(Readable.from(readTablePieces(id)).pipe(createGunzip()));

/** Writes the progress down every so often, and asks whether to go on. */
function reportTo(id: string): Proceed {
  let reportedAt = 0;
  let goesOn = true;
  return async (progress) => {
    if (performance.now() - reportedAt < REPORT_EVERY_MS) return goesOn;
    reportedAt = performance.now();
    goesOn = await retryInBackground(() => updateJob(id, { progress: JSON.stringify(progress) }));
    return goesOn;
  };
}

function stateAfter({ cancelled, errorCount, created, changed }: ImportResult, dryRun: boolean): JobState {
  // A check that was stopped can be made again.
  if (cancelled) return dryRun ? "uploaded" : "cancelled";
  if (dryRun) return errorCount > 0 ? "refused" : "checked";
  return errorCount > 0 && created + changed === 0 ? "refused" : "done";
}

/** Checks or imports the table of an import, and writes down what came of it. @throws RedisUnavailableError */
export async function runJob(id: string, dryRun: boolean): Promise<void> {
  const job = await readJob(id);
  if (!job?.table) return;
  const { mapping, setStock, ...choices } = job.choices;
  const options = { ...choices, dryRun, setStock, operation: id, format: job.table.format, mapping };
  const result = await importSkus(await readTable(id), options, reportTo(id));
  const { created, changed, same, stockLeft, errors, errorCount, changes, changeCount, notes } = result;
  const kept: JobResult = { created, changed, same, stockLeft, errors, errorCount, changes, changeCount, notes };
  const fields = { state: stateAfter(result, dryRun), result: JSON.stringify(kept), progress: "" };
  await retryInBackground(() => updateJob(id, fields));
}
