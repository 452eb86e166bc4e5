import { z } from "zod";
import { script } from "#lib/redis/script.ts";

const bytes = z.instanceof(Buffer);

/** Reads a key whole, unless it is larger than that. The connection is one with bytes (`withBytes`). */
export const readKeyScript = script("backup/scripts/read-key", {
  keys: ["key"],
  args: ["bytes", "elements"],
  reply: z.tuple([bytes.transform(String), z.number(), z.number(), z.number()]).rest(z.unknown()),
});
