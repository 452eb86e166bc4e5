import { z } from "zod";
import type { PaletteResults } from "#lib/palette/schema.ts";
import { money } from "./common.ts";

/** What the command palette has found, strict: a missing or additional field is an error. */
export const palette = z
  .strictObject({
    q: z.string(),
    skus: z.array(z.strictObject({ id: z.string(), name: z.string(), price: money, stock: z.int() })),
    orders: z.array(z.strictObject({ id: z.string(), status: z.string(), total: money, email: z.string() })),
    people: z.array(
      z.strictObject({
        id: z.string(),
        username: z.string(),
        email: z.string(),
        role: z.enum(["shopper", "admin"]),
        disabled: z.boolean(),
      }),
    ),
    keys: z.array(z.strictObject({ key: z.string(), type: z.string() })),
    isPartial: z.boolean().meta({
      description: "there may be more people or keys: a part of the database was looked at, or five are shown",
    }),
  })
  .meta({ id: "Palette" }) satisfies z.ZodType<PaletteResults>;
