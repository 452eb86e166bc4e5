import { z } from "zod";
import { encodeText, type StreamDetails } from "./record.ts";
import type { readStreamScript } from "./scripts/read-stream.ts";

const bytes = z.instanceof(Buffer);
const id = bytes.transform(String);

/** Reads name, value, name, value… as XINFO replies them. */
function fields(flat: readonly unknown[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) found[String(flat[i])] = flat[i + 1];
  return found;
}

const streamInfo = z.object({
  "last-generated-id": id,
  "max-deleted-entry-id": id,
  "entries-added": z.number(),
});
const groupInfo = z.object({
  name: bytes,
  "last-delivered-id": id,
  "entries-read": z.number().nullish(),
});

/** What XINFO STREAM says of a stream without groups. */
export function parseStreamInfo(info: unknown): StreamDetails {
  const read = streamInfo.parse(fields(z.array(z.unknown()).parse(info)));
  return {
    lastId: read["last-generated-id"],
    maxDeletedId: read["max-deleted-entry-id"],
    entriesAdded: read["entries-added"],
    groups: [],
  };
}

/** What a stream is besides its entries, with its groups of consumers. */
export function parseStream([info, groups, now]: Awaited<ReturnType<typeof readStreamScript>>): StreamDetails {
  return {
    ...parseStreamInfo(info),
    groups: groups.map(([flat, consumers, pending]) => {
      const group = groupInfo.parse(fields(flat));
      return {
        name: encodeText(group.name),
        lastId: group["last-delivered-id"],
        entriesRead: group["entries-read"] ?? null,
        consumers: consumers.map((consumer) => encodeText(bytes.parse(fields(consumer).name))),
        pending: pending.map(([entry, consumer, idle, times]) => [
          String(entry),
          encodeText(consumer),
          now - idle,
          times,
        ]),
      };
    }),
  };
}
