import { existsSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { DATA_FORMAT, readDataFormat, readUnfinishedRestore } from "#lib/redis/data-format.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { BackupError } from "./backup-error.ts";
import { ContentDigest } from "./digest.ts";
import { isLeftOut, LEFT_OUT_KINDS } from "./excluded.ts";
import { openBackup, writeLines } from "./file.ts";
import { onOneConnection, type RunRedis } from "./one-connection.ts";
import { readKeys } from "./read-key.ts";
import { type End, FILE_FORMAT, type Header } from "./record.ts";
import { countKeys, scanNames } from "./scan.ts";

/** System calls that fail because of the file, on a full disk for example. */
const FILE_CALLS: ReadonlySet<string> = new Set(["open", "write", "fsync", "close", "rename", "stat"]);

/** What is told while a backup or a restore is at work. */
export type OnProgress = (done: number, total: number) => void;

export interface BackupOptions {
  /** whether locks, rate limits and laboratory data are backed up as well */
  all: boolean;
  /** cancels it; what was written is removed */
  signal: AbortSignal;
  onProgress?: OnProgress;
}

/** A backup that was written: what its last line says, and how large it is. */
export type BackupResult = End & { bytes: number };

/**
 * SKUs and discount codes are read after everything else. An order is placed when its units are held, so the units of
 * every order that was read are out of the stock that is read later: in what is restored from the backup of a running
 * store, units may be missing from the stock, and none is there that was sold.
 */
const COME_LAST = /^\{?(sku|discount):/;

/** The names of all keys, in pages, those that come last in a second look at all. */
async function* scanInOrder(run: RunRedis): AsyncGenerator<Buffer[]> {
  for (const last of [false, true])
    for await (const page of scanNames(run)) yield page.filter((name) => COME_LAST.test(name.toString()) === last);
}

/** The lines of a backup. @param onEnd called with what the last one says */
async function* makeLines(run: RunRedis, { all, onProgress }: BackupOptions, onEnd: (end: End) => void) {
  const dataFormat = await readDataFormat();
  if (dataFormat > DATA_FORMAT)
    throw new BackupError("The data are those of a newer version of the store: back them up with that version.");
  const first: Header = {
    backup: "fake-web-retailer",
    fileFormat: FILE_FORMAT,
    dataFormat,
    createdAt: isoTimeOfMs(nowMs()),
    leftOut: all ? [] : LEFT_OUT_KINDS,
  };
  yield `${JSON.stringify(first)}\n`;
  const total = await run(countKeys);
  const digest = new ContentDigest();
  const end: End = { end: true, keys: 0, digest: "", leftOut: 0, readInPieces: 0 };
  for await (const page of scanInOrder(run)) {
    const names = all ? page : page.filter((name) => !isLeftOut(name.toString()));
    end.leftOut += page.length - names.length;
    for await (const records of readKeys(run, names, { changing: true, onPieces: () => end.readInPieces++ })) {
      let lines = "";
      for (const record of records) {
        digest.add(record);
        if (record.part === undefined) end.keys++;
        lines += `${JSON.stringify(record)}\n`;
      }
      yield lines;
    }
    onProgress?.(Math.min(total, end.keys + end.leftOut), total);
  }
  end.digest = String(digest);
  onEnd(end);
  yield `${JSON.stringify(end)}\n`;
}

/**
 * Backs up every key of the store into a new file, and never holds more than a page of them in memory. The file appears
 * under its name only when it is whole. It may be read by its owner only. A few round trips for 500 keys.
 * @throws BackupError when the file exists, the store holds half a restore, or the connection breaks; AbortError
 */
export async function backUp(file: string, options: BackupOptions): Promise<BackupResult> {
  if (existsSync(file)) throw new BackupError(`${file} exists. Choose another name, or remove it.`);
  if ((await readUnfinishedRestore()) !== null)
    throw new BackupError("This Redis holds a part of a backup: a restore was not completed. Repeat it first.");
  const part = `${file}.part`;
  let result: End | undefined;
  try {
    await onOneConnection((run) =>
      writeLines(
        part,
        makeLines(run, options, (end) => {
          result = end;
        }),
        options.signal,
      ),
    );
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const isOfFile = error instanceof Error && "syscall" in error && FILE_CALLS.has(String(error.syscall));
    throw isOfFile ? new BackupError(`${file} can't be written: ${error.message}.`) : error;
  }
  if (!result) throw new Error("The backup has no end");
  return { ...result, bytes: (await stat(file)).size };
}

/**
 * Reads a backup from its first to its last line. @returns how many keys it has
 * @throws BackupError when it is not whole; AbortError
 */
export async function checkBackup(
  file: string,
  signal: AbortSignal,
  onProgress?: (done: number) => void,
): Promise<number> {
  let count = 0;
  for await (const records of (await openBackup(file)).batches()) {
    signal.throwIfAborted();
    for (const { part } of records) if (part === undefined) count++;
    onProgress?.(count);
  }
  return count;
}
