import { z } from "zod";
import type { KeyPage } from "#lib/key-browser/list-keys.ts";
import type { PublicKey } from "#lib/web/replies/key.ts";

/** Replies about the keys of Redis, strict: a missing or additional field is an error. */

const common = {
  key: z.string().meta({ description: "the name; `base64:` and its base64url where it is not UTF-8" }),
  type: z.string(),
  ttl: z.int().nullable().meta({ description: "seconds; null: it does not expire" }),
  bytes: z.int().nullable().meta({ description: "memory; null where the store may not ask" }),
};

export const keyPage = z
  .strictObject({
    items: z.array(z.strictObject(common)),
    nextCursor: z.string().nullable(),
    scanned: z.int().min(0).meta({ description: "keys looked at so far, of `total`" }),
    total: z.int().min(0),
  })
  .meta({ id: "KeyPage" }) satisfies z.ZodType<KeyPage>;

const fields = z.record(z.string(), z.string());

export const key = z
  .strictObject({
    ...common,
    encoding: z.string(),
    length: z.int().min(0).meta({ description: "elements; bytes of a text" }),
    value: z
      .union([
        fields,
        z.array(z.string()),
        z.array(z.strictObject({ member: z.string(), score: z.union([z.number(), z.string()]) })),
        z.array(z.strictObject({ id: z.string(), fields })),
        z.string(),
        z.null(),
      ])
      .meta({ description: "a page: hash; list or set; sorted set; stream; text; null for a type of a module" }),
    nextCursor: z.string().nullable(),
    groups: z
      .array(
        z.strictObject({
          name: z.string(),
          consumers: z.int(),
          pending: z.int(),
          lastDeliveredId: z.string(),
          lag: z.int().nullable(),
        }),
      )
      .optional()
      .meta({ description: "consumer groups of a stream" }),
    cut: z.int().min(1).optional().meta({ description: "values of this page that are longer than what is shown" }),
  })
  .meta({ id: "Key" }) satisfies z.ZodType<PublicKey>;
