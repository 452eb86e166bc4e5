import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Copies a key: its type and when it expires, at that moment. The connection is one with bytes. */
export const copyKeyScript = script("backup/scripts/copy-key", {
  keys: ["key", "copy"],
  args: ["keepMs"],
  reply: z.tuple([z.instanceof(Buffer).transform(String), z.number()]),
});
