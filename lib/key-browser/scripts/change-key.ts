import { z } from "zod";
import { script } from "#lib/redis/script.ts";

const text = z.instanceof(Buffer).transform(String);

/** Changes or deletes a key of the type that the caller saw. The connection is one with bytes. */
export const changeKeyScript = script("key-browser/scripts/change-key", {
  keys: ["key"],
  args: ["seen", "act", "first", "second"],
  reply: z.tuple([
    text,
    text.pipe(z.enum(["done", "other-type", "absent", "unsupported", "no-index", "no-number"])),
    z.instanceof(Buffer),
  ]),
});
