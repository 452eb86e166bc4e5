import { z } from "zod";
import { script } from "#lib/redis/script.ts";

const bytes = z.instanceof(Buffer);
const text = bytes.transform(String);
/** A number that may be missing because it may not be asked for. */
const figure = z.union([z.number(), bytes.transform(() => null)]);

/** Reads a page of a key of any type. The connection is one with bytes. */
export const readKeyScript = script("key-browser/scripts/read-key", {
  keys: ["key"],
  args: ["from", "count", "most", "text", "backwards"],
  reply: z.union([
    z.tuple([text]),
    z.tuple([text, z.number(), figure, text, z.number(), text, z.unknown(), z.array(z.array(z.unknown())), z.number()]),
  ]),
});
