import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { z } from "zod";
import { DATA_FORMAT } from "#lib/redis/data-format.ts";
import { BackupError } from "./backup-error.ts";
import { ContentDigest } from "./digest.ts";
import { type End, end, FILE_FORMAT, type Header, header, type KeyRecord, keyRecord } from "./record.ts";

/** The file of a backup: a line of JSON each for the header, the keys, and the end. Compressed if its name ends with .gz. */

/** Lines that are handed on together: up to so many, or so many bytes. */
const BATCH = { lines: 500, bytes: 1_000_000 } as const;
/** No line of a backup is longer, in bytes. */
const MAX_LINE = 1_000_000_000;

const isCompressed = (file: string) => file.endsWith(".gz");

/** Writes lines into a new file that only its owner can read. It is on the disk when this returns. */
export async function writeLines(file: string, chunks: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600, flush: true });
  const from = Readable.from(chunks, { objectMode: false });
  if (isCompressed(file.replace(/\.part$/, ""))) await pipeline(from, createGzip({ level: 3 }), out, { signal });
  else await pipeline(from, out, { signal });
}

/** The lines of a file. They end with \n alone: a text may contain every other sign that ends a line somewhere. */
async function* readLines(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const source = isCompressed(file) ? raw.pipe(createGunzip()) : raw;
  raw.on("error", (error) => source.destroy(error));
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let from = 0;
    for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, to)]).toString();
      parts = [];
      length = 0;
      from = to + 1;
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > MAX_LINE) throw new BackupError(`${file} is no backup: a line has more than ${MAX_LINE} bytes.`);
  }
  if (length > 0) yield Buffer.concat(parts).toString();
}

/** The backup in a file. */
export interface BackupFile {
  header: Header;
  /** Its keys. @throws BackupError at the end when the file is not whole, or not what was written */
  batches(): AsyncGenerator<KeyRecord[]>;
}

const explain = (error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  return code === "Z_BUF_ERROR" ? "it was cut off" : message;
};

/** Reads a line by its schema. @throws BackupError that names the line and what is wrong with it */
function parseLine<T extends z.ZodType>(schema: T, file: string, number: number, line: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BackupError(`${file}, line ${number}: no JSON. The file is damaged or cut off.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BackupError(`${file}, line ${number}: ${issue?.path.join(".")} ${issue?.message}`);
}

function checkHeader(file: string, line: string): Header {
  const read = parseLine(header, file, 1, line);
  if (read.fileFormat > FILE_FORMAT || read.dataFormat > DATA_FORMAT)
    throw new BackupError(`${file} was written by a newer version of the store: restore it with that version.`);
  return read;
}

/** The lines after the header, in batches; checked against each other and against the end. */
async function* readBatches(file: string, lines: AsyncGenerator<string>): AsyncGenerator<KeyRecord[]> {
  const digest = new ContentDigest();
  let number = 1;
  let keys = 0;
  let bytes = 0;
  let batch: KeyRecord[] = [];
  let before: KeyRecord | null = null;
  let last: End | null = null;
  for await (const line of lines) {
    number++;
    if (last) throw new BackupError(`${file}, line ${number}: something follows the end.`);
    if (line.startsWith('{"end"')) {
      last = parseLine(end, file, number, line);
      continue;
    }
    const record = parseLine(keyRecord, file, number, line);
    const expected = before?.more ? (before.part ?? 0) + 1 : undefined;
    if (record.part !== expected) throw new BackupError(`${file}, line ${number}: a part of a key is missing.`);
    if (expected === undefined) keys++;
    digest.add(record);
    before = record;
    batch.push(record);
    bytes += line.length;
    if (batch.length < BATCH.lines && bytes < BATCH.bytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
  if (!last) throw new BackupError(`${file} is not whole: its last line is missing.`);
  if (last.keys !== keys) throw new BackupError(`${file} is not whole: it has ${keys} keys instead of ${last.keys}.`);
  if (last.digest !== String(digest))
    throw new BackupError(`${file} is damaged: what it holds is not what was written.`);
}

/**
 * Opens the file of a backup and reads its header.
 * @throws BackupError when there is none, it is no backup, or one of a newer version
 */
export async function openBackup(file: string): Promise<BackupFile> {
  const lines = readLines(file);
  const translate = (error: unknown) => {
    if (error instanceof BackupError) return error;
    return new BackupError(`${file} can't be read: ${explain(error)}.`);
  };
  try {
    const first = await lines.next();
    if (first.done) throw new BackupError(`${file} is empty.`);
    return {
      header: checkHeader(file, first.value),
      async *batches() {
        try {
          yield* readBatches(file, lines);
        } catch (error) {
          throw translate(error);
        }
      },
    };
  } catch (error) {
    throw translate(error);
  }
}
