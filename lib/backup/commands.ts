import { decodeText, type KeyRecord, PIECE, type StreamDetails, type Text } from "./record.ts";

type Bytes = string | Buffer;
/** A Redis command as it is sent. */
export type Command = Bytes[];

/** A command with the elements that it writes: several where there are more than one should take. */
function* spread(begin: Command, elements: readonly Command[]): Generator<Command> {
  for (let i = 0; i < elements.length; i += PIECE.elements)
    yield [...begin, ...elements.slice(i, i + PIECE.elements).flat()];
}

/** The commands that make a stream what it is besides its entries. */
function* streamCommands(
  key: Bytes,
  { lastId, maxDeletedId, entriesAdded, groups }: StreamDetails,
): Generator<Command> {
  yield ["XSETID", key, lastId, "ENTRIESADDED", String(entriesAdded), "MAXDELETEDID", maxDeletedId];
  for (const group of groups) {
    const name = decodeText(group.name);
    const read = group.entriesRead === null ? [] : ["ENTRIESREAD", String(group.entriesRead)];
    yield ["XGROUP", "CREATE", key, name, group.lastId, ...read];
    for (const consumer of group.consumers) yield ["XGROUP", "CREATECONSUMER", key, name, decodeText(consumer)];
    for (const [id, consumer, at, times] of group.pending) {
      const claim = ["XCLAIM", key, name, decodeText(consumer), "0", id];
      yield [...claim, "TIME", String(at), "RETRYCOUNT", String(times), "FORCE", "JUSTID"];
    }
  }
}

/** A stream exists without entries only where it had some, or has a group. */
const makeEmptyStream = (key: Bytes): Command[] => [
  ["XGROUP", "CREATE", key, "restore", "0", "MKSTREAM"],
  ["XGROUP", "DESTROY", key, "restore"],
];

function* writeCommands(key: Bytes, record: KeyRecord): Generator<Command> {
  const bytes = (texts: readonly Text[]) => texts.map(decodeText);
  switch (record.type) {
    case "string":
      yield [record.part === undefined ? "SET" : "APPEND", key, decodeText(record.value)];
      break;
    case "list":
      yield* spread(
        ["RPUSH", key],
        record.value.map((element) => [decodeText(element)]),
      );
      break;
    case "set":
      yield* spread(
        ["SADD", key],
        record.value.map((member) => [decodeText(member)]),
      );
      break;
    case "hash":
      yield* spread(["HSET", key], record.value.map(bytes));
      break;
    case "zset":
      yield* spread(
        ["ZADD", key],
        record.value.map(([member, score]) => [score, decodeText(member)]),
      );
      break;
    case "stream":
      if (record.part === undefined && record.value.length === 0) yield* makeEmptyStream(key);
      for (const [id, fields] of record.value) yield ["XADD", key, id, ...bytes(fields)];
      if (record.details) yield* streamCommands(key, record.details);
  }
}

/**
 * The commands that write a line, in their order. The first line of a key replaces what is there, so lines may be written
 * again from the first; the last one makes it expire.
 */
export function* commandsOf(record: KeyRecord): Generator<Command> {
  const key = decodeText(record.key);
  if (record.part === undefined && record.type !== "string") yield ["UNLINK", key];
  yield* writeCommands(key, record);
  if (!record.more && record.expiresAt !== undefined) yield ["PEXPIREAT", key, String(record.expiresAt)];
}
