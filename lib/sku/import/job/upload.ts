import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { readFormData } from "#lib/form-data.ts";
import { knownNames, recognizeFormat, suggestMapping } from "#lib/sku/import/formats/recognize.ts";
import { importChoices } from "#lib/sku/import/schema.ts";
import { decodeTable } from "#lib/sku/import/table/decode.ts";
import { openTable, type TableRow } from "#lib/sku/import/table/open-table.ts";
import type { JobTable } from "./job.ts";
import { createJob, storeTable } from "./store.ts";

/** A form as it was sent, with a `file` or pasted text as `table`. */
export interface Upload {
  body: Uint8Array;
  contentType: string;
}

/** More than the form has, with the fields of Next.js. */
const MAX_FIELDS = 20;
/** Bytes of a piece of a compressed table: about a millisecond of work for Redis. */
const PIECE_BYTES = 256 * 1024;
/** The first rows of a table that are kept to be shown, within this length as JSON. */
const SAMPLE_ROWS = 60;
const SAMPLE_LENGTH = 200_000;

/** The table of a form; null when it has none, or is none. */
async function readForm({ body, contentType }: Upload): Promise<{ name: string; bytes: Buffer } | null> {
  const form = await readFormData(body, contentType, MAX_FIELDS);
  const [file, pasted] = [form?.get("file"), form?.get("table")];
  if (file instanceof File && file.size > 0) return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
  return typeof pasted === "string" && pasted.trim() !== "" ? { name: "", bytes: Buffer.from(pasted) } : null;
}

/** Joins and cuts chunks to pieces of one size. */
async function* cutIntoPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function countLines(utf8: Buffer): number {
  let lines = 0;
  for (let at = utf8.indexOf(0x0a); at >= 0; at = utf8.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

/** What is seen of a table at first sight, or why it is none. */
async function inspect(bytes: Buffer): Promise<{ table: JobTable; lines: number } | { error: string }> {
  const decoded = decodeTable(bytes);
  const opened = decoded.ok ? await openTable(decoded.utf8, knownNames) : decoded;
  if (!opened.ok) return { error: `Line ${opened.error.line}: ${opened.error.message}.` };
  const [wrong] = opened.errors;
  if (wrong) return { error: `Line ${wrong.line}: ${[wrong.field, wrong.message].filter(Boolean).join(" ")}.` };
  const { columns, decimalComma } = opened.header;
  const sample: TableRow[] = [];
  let length = 0;
  for await (const batch of opened.rows) {
    for (const row of batch) {
      length += JSON.stringify(row).length;
      if (sample.length < SAMPLE_ROWS && length < SAMPLE_LENGTH) sample.push(row);
    }
    if (sample.length >= SAMPLE_ROWS || length >= SAMPLE_LENGTH) break;
  }
  const lines = decoded.ok ? countLines(decoded.utf8) : 0;
  return { table: { format: recognizeFormat(columns), columns, decimalComma, sample }, lines };
}

/** Stores the table of a form as a new import. @returns its id; "" when the form has no table */
export async function storeUpload(upload: Upload): Promise<string> {
  const form = await readForm(upload);
  if (!form) return "";
  const id = randomBytes(8).toString("hex");
  const { name, bytes } = form;
  const file = name.slice(0, 200);
  const inspected = await inspect(bytes);
  if ("error" in inspected) {
    await createJob(id, { state: "failed", file, bytes: bytes.length, error: inspected.error });
    return id;
  }
  const { table, lines } = inspected;
  const gzip = Readable.from(slices(bytes)).pipe(createGzip({ level: 4 }));
  await storeTable(id, cutIntoPieces(gzip));
  const choices = { ...importChoices.parse({}), mapping: suggestMapping(table.format, table.columns), setStock: false };
  await createJob(id, {
    ...{ state: "uploaded", file, bytes: bytes.length, lines },
    ...{ table: JSON.stringify(table), choices: JSON.stringify(choices) },
  });
  return id;
}
