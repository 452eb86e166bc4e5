import { setPriority } from "node:os";
import { applyBackgroundTimeouts } from "#lib/redis/timeouts.ts";
import { type ImportOptions, type ImportResult, importSkus } from "#lib/sku/import/import.ts";
import { runJob } from "./run-job.ts";
import { storeUpload, type Upload } from "./upload.ts";

/** What the thread of imports does: receive a form with a table, import a table, or go on with one that was uploaded. */
export type ImportTask =
  | { kind: "upload"; upload: Upload }
  | { kind: "import"; bytes: Uint8Array; options: ImportOptions }
  | { kind: "job"; id: string; dryRun: boolean };

// On Linux each thread has its own priority, so the thread that serves requests comes first.
if (process.platform === "linux") setPriority(10);
// Nobody waits for a single command of an import.
applyBackgroundTimeouts();

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength);

/** Runs in a worker thread. @returns the id of an upload, the result of an import, or nothing for a job */
export default async function runImportTask(task: ImportTask): Promise<string | ImportResult | null> {
  if (task.kind === "upload") return storeUpload(task.upload);
  if (task.kind === "import") return importSkus(bufferOf(task.bytes), task.options);
  await runJob(task.id, task.dryRun);
  return null;
}
