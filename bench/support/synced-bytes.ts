import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/**
 * How much of a file was on the disk when its writer was killed: what the last `fsync` or `fdatasync` that returned had
 * covered. The kernel may have written more by itself; nobody can rely on that.
 */

/** How `strace` is told to note what this module reads. */
export const straceArgs = (log: string) => ["-f", "-y", "-qq", "-e", "trace=write,fsync,fdatasync", "-o", log];

const CALL = /^(\d+) +(write|fsync|fdatasync)\(\d+<([^>]*)>/;
const RESUMED = /^(\d+) +<\.\.\. (write|fsync|fdatasync) resumed>/;
const RESULT = /= (-?\d+)/;

/**
 * Bytes of each file that were synchronized, by path.
 * @param log of strace
 */
export async function readSyncedBytes(log: string): Promise<Map<string, number>> {
  const written = new Map<string, number>();
  const synced = new Map<string, number>();
  /** calls that have begun, by thread: the file, and how much of it had been written by then */
  const begun = new Map<string, { call: string; file: string; bytes: number }>();
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const called = CALL.exec(line);
    const [, thread = "", call = "", file = ""] = called ?? RESUMED.exec(line) ?? [];
    if (called) begun.set(thread, { call, file, bytes: written.get(file) ?? 0 });
    const open = begun.get(thread);
    if (!open || line.endsWith("<unfinished ...>")) continue;
    begun.delete(thread);
    const result = Number(RESULT.exec(line.slice(line.lastIndexOf(")")))?.[1]);
    if (open.call === "write" && result > 0) written.set(open.file, (written.get(open.file) ?? 0) + result);
    if (open.call !== "write" && result === 0) synced.set(open.file, open.bytes);
  }
  return synced;
}
