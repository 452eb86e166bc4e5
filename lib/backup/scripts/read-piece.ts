import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Reads a piece of a large key: where the next one begins, and what it holds. The connection is one with bytes. */
export const readPieceScript = script("backup/scripts/read-piece", {
  keys: ["key"],
  args: ["type", "from", "count"],
  reply: z.tuple([z.instanceof(Buffer).transform(String), z.unknown()]),
});
