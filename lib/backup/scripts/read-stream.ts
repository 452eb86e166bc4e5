import { z } from "zod";
import { script } from "#lib/redis/script.ts";

const bytes = z.instanceof(Buffer);
const flat = z.array(z.unknown());

/** Reads what a stream is besides its entries. The connection is one with bytes. */
export const readStreamScript = script("backup/scripts/read-stream", {
  keys: ["key"],
  args: [],
  reply: z.tuple([
    flat,
    z.array(z.tuple([flat, z.array(flat), z.array(z.tuple([bytes, bytes, z.number(), z.number()]))])),
    z.number(),
  ]),
});
