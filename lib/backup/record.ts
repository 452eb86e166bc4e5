import { isUtf8 } from "node:buffer";
import { z } from "zod";

/** The lines of a backup: a header, the keys, and an end without which the file is not whole. */

/** The version of these lines. */
export const FILE_FORMAT = 1;

/** A key with more elements, or more bytes, is in several lines of about this size. Part of the version: digests need it. */
export const PIECE = { elements: 1000, bytes: 65_536 } as const;

/** Text, or in base64 bytes that are no UTF-8. */
export const text = z.union([z.string(), z.strictObject({ base64: z.base64() })]);
export type Text = z.output<typeof text>;

export function encodeText(bytes: Buffer): Text {
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString("base64") };
}

export function decodeText(value: Text): string | Buffer {
  return typeof value === "string" ? value : Buffer.from(value.base64, "base64");
}

const streamId = z.string().regex(/^\d+-\d+$/);

/** What a stream is besides its entries. */
export const streamDetails = z.strictObject({
  lastId: streamId,
  maxDeletedId: streamId,
  entriesAdded: z.int(),
  groups: z.array(
    z.strictObject({
      name: text,
      lastId: streamId,
      /** null where Redis does not know it */
      entriesRead: z.int().nullable(),
      consumers: z.array(text),
      /** entry, consumer, when it was delivered (ms), how often */
      pending: z.array(z.tuple([streamId, text, z.int(), z.int()])),
    }),
  ),
});
export type StreamDetails = z.output<typeof streamDetails>;

const common = {
  key: text,
  /** in milliseconds since 1970; left out when it does not expire */
  expiresAt: z.int().positive().optional(),
  /** which line of the key this is; left out for the first */
  part: z.int().min(1).optional(),
  /** whether the next line goes on with this key */
  more: z.literal(true).optional(),
};

/** A key, or a part of a large one. */
export const keyRecord = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("string"), value: text }),
  z.strictObject({ ...common, type: z.literal("list"), value: z.array(text) }),
  z.strictObject({ ...common, type: z.literal("set"), value: z.array(text) }),
  z.strictObject({ ...common, type: z.literal("hash"), value: z.array(z.tuple([text, text])) }),
  /** members and scores, as Redis writes these */
  z.strictObject({ ...common, type: z.literal("zset"), value: z.array(z.tuple([text, z.string()])) }),
  z.strictObject({
    ...common,
    type: z.literal("stream"),
    /** ids and fields, each field followed by its value */
    value: z.array(z.tuple([streamId, z.array(text)])),
    /** in the last line of the key */
    details: streamDetails.optional(),
  }),
]);
export type KeyRecord = z.output<typeof keyRecord>;
export type KeyType = KeyRecord["type"];

/** The first line. */
export const header = z.object({
  backup: z.literal("fake-web-retailer"),
  fileFormat: z.int(),
  /** the version of the data (lib/redis/data-format.ts) */
  dataFormat: z.int(),
  createdAt: z.iso.datetime(),
  /** what was left out, and how many keys of it there were is in the end */
  leftOut: z.array(z.string()),
});
export type Header = z.output<typeof header>;

/** The last line. */
export const end = z.strictObject({
  end: z.literal(true),
  keys: z.int(),
  /** of all that the keys hold (digest.ts) */
  digest: z.string(),
  /** keys that were left out */
  leftOut: z.int(),
  /** large keys that were read in pieces while others may have changed them */
  readInPieces: z.int(),
});
export type End = z.output<typeof end>;
