import { ErrorReply } from "redis";
import { z } from "zod";
import { withBytes } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { isReadOnlyError } from "#lib/redis/unavailable.ts";
import { BackupError } from "./backup-error.ts";
import type { RunRedis } from "./one-connection.ts";
import { encodeText, type KeyRecord, type KeyType, PIECE } from "./record.ts";
import { copyKeyScript } from "./scripts/copy-key.ts";
import { readKeyScript } from "./scripts/read-key.ts";
import { readPieceScript } from "./scripts/read-piece.ts";
import { readStreamScript } from "./scripts/read-stream.ts";
import { parseStream, parseStreamInfo } from "./stream-details.ts";

/** Reads keys of any type as the lines of a backup. */

/**
 * A larger key is not copied before it is read: Redis does nothing else meanwhile, which takes up to 0.3 s for 16 MB on a
 * busy machine (measured: a sorted set of 200,000 members has 25 MB and took 0.37 s).
 */
const COPY_BYTES = 16_000_000;
/** How long a copy is kept that a backup which was killed left behind. */
const COPY_MS = 600_000;

const bytes = z.instanceof(Buffer);
const elements = z.array(bytes);
const entries = z.array(z.tuple([bytes, elements]));

const isKnown = (type: string): type is KeyType => ["string", "list", "set", "hash", "zset", "stream"].includes(type);

function pairsOf(flat: readonly Buffer[]): [Buffer, Buffer][] {
  const found: [Buffer, Buffer][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) found.push([flat[i] as Buffer, flat[i + 1] as Buffer]);
  return found;
}

type Common = Pick<KeyRecord, "key" | "expiresAt" | "part" | "more">;

/** What Redis replied about a key, or about a piece of it, as a line. */
function toRecord(type: KeyType, common: Common, value: unknown): KeyRecord {
  switch (type) {
    case "string":
      return { ...common, type, value: encodeText(bytes.parse(value)) };
    case "hash": {
      const pairs = pairsOf(elements.parse(value));
      return { ...common, type, value: pairs.map(([field, text]) => [encodeText(field), encodeText(text)]) };
    }
    case "zset": {
      const pairs = pairsOf(elements.parse(value));
      return { ...common, type, value: pairs.map(([member, score]) => [encodeText(member), String(score)]) };
    }
    case "stream": {
      const read = entries.parse(value);
      return { ...common, type, value: read.map(([id, fields]) => [String(id), fields.map(encodeText)]) };
    }
    default:
      return { ...common, type, value: elements.parse(value).map(encodeText) };
  }
}

const commonOf = (key: Buffer, expires: number): Common => ({
  key: encodeText(key),
  ...(expires > 0 ? { expiresAt: expires } : {}),
});

interface Large {
  key: Buffer;
  type: KeyType;
  expires: number;
  /** elements, or bytes of a string */
  size: number;
  bytes: number;
}

/** Reads the pieces of a large key, without those that are empty. One round trip for each. */
async function* readPieces(run: RunRedis, { key, type, size, bytes }: Large): AsyncGenerator<unknown> {
  const perPiece = Math.floor((PIECE.bytes * size) / Math.max(1, bytes));
  const count = type === "string" ? PIECE.bytes : Math.min(PIECE.elements, Math.max(1, perPiece));
  const scans = type === "hash" || type === "set";
  for (let from = type === "stream" ? "-" : "0"; ; ) {
    const [next, value] = await run((redis) => readPieceScript(withBytes(redis), { key, type, from, count }));
    const isEmpty = bytesOrArray.parse(value).length === 0;
    if (!isEmpty) yield value;
    if (scans ? next === "0" : isEmpty) return;
    from = type === "stream" ? `(${next}` : next;
  }
}
const bytesOrArray = z.union([bytes, z.array(z.unknown())]);

/** Reads a large key, a line for each piece. @param source the key itself, or a copy of it */
async function* readLarge(run: RunRedis, key: Buffer, source: Large): AsyncGenerator<KeyRecord> {
  const common = commonOf(key, source.expires);
  let last: KeyRecord | null = null;
  for await (const value of readPieces(run, source)) {
    if (last) yield { ...last, more: true };
    const part: Common = last ? { ...common, part: (last.part ?? 0) + 1 } : common;
    last = toRecord(source.type, part, value);
  }
  if (source.type === "stream") {
    const details = parseStream(await run((redis) => readStreamScript(withBytes(redis), { key: source.key })));
    last = { ...common, type: "stream", value: [], ...last, details } as KeyRecord;
  }
  if (last) yield last;
}

/** Copies a key in its slot. @returns null where that is refused: no memory, no permission, another slot */
async function copyKey(run: RunRedis, large: Large): Promise<Large | "gone" | null> {
  const copy = Buffer.from(keys.backupCopy(large.key.toString()));
  try {
    const reply = await run((redis) => copyKeyScript(withBytes(redis), { key: large.key, copy, keepMs: COPY_MS }));
    const [type, expires] = reply;
    return isKnown(type) ? { ...large, key: copy, type, expires } : "gone";
  } catch (error) {
    if (error instanceof ErrorReply || isReadOnlyError(error)) return null;
    throw error;
  }
}

/** How keys are read. */
export interface ReadOptions {
  /** whether others may change them meanwhile: then a large key is copied first, so that it is read as it was at a moment */
  changing: boolean;
  /** called for a large key that was not copied */
  onPieces?: () => void;
}

async function* readLargeSafely(run: RunRedis, large: Large, options: ReadOptions): AsyncGenerator<KeyRecord> {
  const copy = options.changing && large.bytes <= COPY_BYTES ? await copyKey(run, large) : null;
  if (copy === "gone") return;
  if (options.changing && !copy) options.onPieces?.();
  try {
    yield* readLarge(run, large.key, copy ?? large);
  } finally {
    if (copy) await run((redis) => redis.unlink(copy.key));
  }
}

/**
 * Reads keys, each as it is at one moment; keys that do not exist are left out. One round trip for all that are small,
 * and several for each that is large.
 * @returns lines; those of one key follow each other
 * @throws BackupError for a type that is none of Redis itself
 */
export async function* readKeys(
  run: RunRedis,
  names: readonly Buffer[],
  options: ReadOptions,
): AsyncGenerator<KeyRecord[]> {
  const replies = await run((redis) => {
    const client = withBytes(redis);
    return Promise.all(names.map((key) => readKeyScript(client, { key, ...PIECE })));
  });
  const small: KeyRecord[] = [];
  const large: Large[] = [];
  for (const [i, key] of names.entries()) {
    const [type, expires, size, bytes, value] = replies[i] ?? ["none", -1, 0, 0];
    if (type === "none") continue;
    if (!isKnown(type)) throw new BackupError(`The key ${key} has a type that can't be backed up: ${type}`);
    if (value === undefined) large.push({ key, type, expires, size, bytes });
    else if (type === "stream") {
      const [read, info] = z.tuple([z.unknown(), z.unknown()]).parse(value);
      small.push({ ...toRecord(type, commonOf(key, expires), read), details: parseStreamInfo(info) } as KeyRecord);
    } else small.push(toRecord(type, commonOf(key, expires), value));
  }
  if (small.length > 0) yield small;
  for (const one of large) for await (const record of readLargeSafely(run, one, options)) yield [record];
}
