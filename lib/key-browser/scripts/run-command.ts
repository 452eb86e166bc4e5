import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Runs a command that reads a key, with a bound for its reply. The connection is one with bytes. */
export const runCommandScript = script("key-browser/scripts/run-command", {
  keys: ["key"],
  args: ["most", "size", "bound"],
  rest: true,
  reply: z.tuple([z.instanceof(Buffer).transform(String), z.unknown()]),
});
