import { z } from "zod";
import { blankAsAbsent, wholeNumber } from "#lib/validation.ts";

/** The types of keys that Redis itself has, and that can be looked at. */
export const KEY_TYPES = ["hash", "list", "set", "zset", "string", "stream"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** The longest name, and value, that can be sent, in characters. */
const MAX_NAME = 10_000;
const MAX_VALUE = 60_000;
/** The longest lifetime, in seconds: a hundred years. */
export const MAX_TTL = 3_155_760_000;

const cursor = blankAsAbsent(
  z
    .string()
    .max(2 * MAX_NAME)
    .optional(),
);

/** Query of GET /api/admin/keys. */
export const listKeysQuery = z.object({
  pattern: blankAsAbsent(z.string().max(1000).default("*")).meta({ description: "a glob, as SCAN takes it" }),
  type: blankAsAbsent(z.enum(KEY_TYPES).optional()),
  cursor,
  limit: wholeNumber(1, 1000).default(100),
});
export type ListKeys = z.output<typeof listKeysQuery>;

/** Path of /api/admin/keys/<key>: the name, or `base64:` and the bytes in base64url. */
export const keyParams = z.object({ key: z.string().min(1).max(MAX_NAME) });

/** Query of GET /api/admin/keys/<key>. */
export const readKeyQuery = z.object({
  cursor,
  limit: wholeNumber(1, 1000).default(100).meta({ description: "elements; a text is read by 64 KiB" }),
  from: blankAsAbsent(z.enum(["start", "end"]).default("start")).meta({
    description: "the end of a list, sorted set or stream at which to begin",
  }),
});

const seen = z.enum(KEY_TYPES).optional().meta({ description: "the type that the caller saw; 409 when it is another" });

const ttl = z
  .union([z.null(), z.int().min(1).max(MAX_TTL)], {
    error: ({ input }) => (input === undefined ? "is required" : "must be a whole number of seconds from 1, or null"),
  })
  .meta({ description: "seconds; null: it does not expire" });

/** Body of PATCH /api/admin/keys/<key>. */
export const changeKeyBody = z
  .object({
    ttl: ttl.optional(),
    field: z.string().max(MAX_NAME).optional().meta({
      description: "of a hash; the index in a list; the member of a sorted set, whose `value` is the score",
    }),
    value: z.string().max(MAX_VALUE).optional(),
    type: seen,
  })
  .superRefine(({ ttl, field, value }, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (ttl === undefined && field === undefined && value === undefined)
      complain("ttl", "is required, or `field` and `value`");
    if (ttl !== undefined && (field !== undefined || value !== undefined))
      complain("ttl", "can't be changed together with a field");
    if (field === undefined && value !== undefined) complain("field", "is required");
    if (value === undefined && field !== undefined) complain("value", "is required");
  });
export type KeyChange = z.output<typeof changeKeyBody>;

/** Query of DELETE /api/admin/keys/<key>. */
export const deleteKeyQuery = z.object({ type: blankAsAbsent(seen) });
