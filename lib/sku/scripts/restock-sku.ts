import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Adds to the stock, once for each operation with an id; the reply is the new stock, or why nothing was changed. */
export const restockSkuScript = script("sku/scripts/restock-sku", {
  keys: ["sku", "restocked"],
  args: ["quantity", "operation", "keepSeconds"],
  reply: z.union([z.enum(["unknown", "too-few"]), z.string().regex(/^\d+$/)]),
});
