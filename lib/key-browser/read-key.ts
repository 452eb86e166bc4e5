import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { withRedis } from "#lib/redis/client.ts";
import { withBytes } from "#lib/redis/cluster.ts";
import { toBytes, toKeyName, toText } from "./names.ts";
import { readKeyScript } from "./scripts/read-key.ts";
import { isSecretField, isSecretKey, MASK } from "./secrets.ts";

/** The most bytes of a page of a text, and of one value in a page of any other type. */
export const TEXT_PAGE = 65_536;
const VALUE_BYTES = 16_384;

/** A consumer group of a stream. */
export interface StreamGroup {
  name: string;
  consumers: number;
  pending: number;
  lastDeliveredId: string;
  /** entries that it has not been given; null where Redis does not know */
  lag: number | null;
}

/** A page of what a key holds. */
export type KeyValue =
  | { type: "hash"; entries: [field: string, value: string][] }
  | { type: "list" | "set"; elements: string[] }
  | { type: "zset"; members: { member: string; score: number | string }[] }
  | { type: "stream"; entries: { id: string; fields: [field: string, value: string][] }[]; groups: StreamGroup[] }
  | { type: "string"; text: string; start: number }
  /** of a module: nothing of it is shown */
  | { type: "other" };

/** A key with a page of its value. */
export interface KeyDetails {
  key: string;
  type: string;
  /** in seconds; null when it does not expire */
  ttl: number | null;
  /** memory; null where the store's user may not ask */
  bytes: number | null;
  encoding: string;
  /** elements, or bytes of a text */
  length: number;
  value: KeyValue;
  /** index of the first element of the page, from the end where it begins there; of lists and sorted sets */
  start: number;
  nextCursor: string | null;
  /** values of this page that are longer than what is shown */
  cut: number;
}

const bytes = z.instanceof(Buffer);
const flat = z.array(bytes);
const entries = z.array(z.tuple([bytes, flat]));

function pairsOf(items: readonly Buffer[], show: (field: string, value: Buffer) => string): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const field = toText(items[i] as Buffer);
    pairs.push([field, show(field, items[i + 1] as Buffer)]);
  }
  return pairs;
}

/** A score as JSON has it: infinity has no number there. */
function scoreOf(text: Buffer): number | string {
  const score = Number(String(text).replace(/^(-?)inf$/, "$1Infinity"));
  return Number.isFinite(score) ? score : String(text);
}

const group = z.object({
  name: bytes.transform(toText),
  consumers: z.number(),
  pending: z.number(),
  "last-delivered-id": bytes.transform(String),
  lag: z.number().nullable().default(null),
});

function toGroup(reply: readonly unknown[]): StreamGroup {
  const fields: Record<string, unknown> = {};
  for (let i = 0; i + 1 < reply.length; i += 2) fields[String(reply[i])] = reply[i + 1];
  const { "last-delivered-id": lastDeliveredId, ...rest } = group.parse(fields);
  return { ...rest, lastDeliveredId };
}

/** The same without the beginning of a character whose end is on the next page. */
function wholeCharacters(page: Buffer): Buffer {
  for (let less = 0; less <= 3; less++) {
    const shorter = page.subarray(0, page.length - less);
    if (isUtf8(shorter)) return shorter;
  }
  return page;
}

/** @param name of the key @param start of the page of a text */
function toValue(name: string, type: string, value: unknown, groups: unknown[][], start: number): KeyValue {
  const isMasked = isSecretKey(name, type);
  const show = (item: Buffer) => (isMasked ? MASK : toText(item));
  const showField = (field: string, item: Buffer) => (isSecretField(name, field) ? MASK : toText(item));
  switch (type) {
    case "hash":
      return { type, entries: pairsOf(flat.parse(value), showField) };
    case "list":
    case "set":
      return { type, elements: flat.parse(value).map(show) };
    case "zset": {
      const items = flat.parse(value);
      const scores = items.filter((_, i) => i % 2 === 1);
      return {
        type,
        members: scores.map((score, i) => ({ member: show(items[2 * i] as Buffer), score: scoreOf(score) })),
      };
    }
    case "stream": {
      const fieldsOf = (fields: Buffer[]) =>
        pairsOf(fields, (field, item) => (isMasked ? MASK : showField(field, item)));
      const read = entries.parse(value).map(([id, fields]) => ({ id: String(id), fields: fieldsOf(fields) }));
      return { type, entries: read, groups: groups.map(toGroup) };
    }
    case "string":
      return { type, text: show(bytes.parse(value)), start };
    default:
      return { type: "other" };
  }
}

/** The type, and where in it. */
const position = z.union([
  z.tuple([z.literal("stream"), z.string().regex(/^\d{1,20}-\d{1,20}$/)]),
  z.tuple([z.string(), z.string().regex(/^\d{1,19}( ([\da-f]{2})*)?$/)]),
]);

/**
 * A key with a page of its value: by HSCAN, SSCAN, ZRANGE, LRANGE, XRANGE or GETRANGE. The pages of a hash or a set
 * have each element that is there all the time at least once. Secrets are masked. One round trip; two where the key was
 * replaced by one of another type since the page before.
 * @param name as `toKeyName` makes it @returns null when there is no such key
 * @throws RedisUnavailableError
 */
export async function readKey(
  name: string,
  { cursor, limit, from }: { cursor?: string | undefined; limit: number; from: "start" | "end" },
): Promise<KeyDetails | null> {
  const key = toBytes(name);
  const [expected, place] = decodeCursor(position, cursor) ?? [null, ""];
  const sizes = { count: limit, most: VALUE_BYTES, text: TEXT_PAGE, backwards: from === "end" ? 1 : 0 };
  const reply = await withRedis((redis) => readKeyScript(withBytes(redis), { key, from: place, ...sizes }));
  if (reply.length === 1) return null;
  const [type] = reply;
  if (expected !== null && expected !== type) return readKey(name, { limit, from });
  const [, pttl, memory, encoding, length, next, value, groups, cut] = reply;
  const start = Number(/^\d+$/.test(place) ? place : 0);
  const page = type === "string" ? wholeCharacters(bytes.parse(value)) : value;
  const isTextLeft = type === "string" && start + bytes.parse(page).length < length;
  const after = type === "string" ? (isTextLeft ? String(start + bytes.parse(page).length) : "") : next;
  return {
    key: toKeyName(key),
    type,
    ttl: pttl < 0 ? null : Math.ceil(pttl / 1000),
    bytes: memory,
    encoding,
    length,
    value: toValue(key.toString(), type, page, groups, start),
    start,
    nextCursor: after === "" ? null : encodeCursor([type, after]),
    cut,
  };
}
