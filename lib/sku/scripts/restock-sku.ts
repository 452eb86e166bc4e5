import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Adds to the stock; the reply is the new stock, or why nothing was changed. */
export const restockSkuScript = script("sku/scripts/restock-sku", {
  keys: ["sku"],
  args: ["quantity"],
  reply: z.union([z.enum(["unknown", "too-few"]), z.string().regex(/^\d+$/)]),
});
