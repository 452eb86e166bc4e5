import { z } from "zod";
import { askedOfPrimary, askedOfServer } from "./ask-all.ts";

/** What the primary process and its server processes tell each other. */

const id = z.number();

/** To a server process. */
export const toServer = z.discriminatedUnion("kind", [
  /** get ready to serve; `warm`: others are serving meanwhile, so that there is time to load what visitors ask for */
  z.object({ kind: z.literal("open"), warm: z.boolean() }),
  /** a connection, which comes with the message */
  z.object({ kind: z.literal("connection"), id }),
  z.object({ kind: z.literal("ping") }),
  z.object({ kind: z.literal("leave"), how: z.enum(["draining", "replaced", "stopping"]) }),
  ...askedOfServer,
]);
export type ToServer = z.infer<typeof toServer>;

/** From a server process. */
export const toPrimary = z.discriminatedUnion("kind", [
  /** it can be sent connections */
  z.object({ kind: z.literal("ready") }),
  /** a connection is its own now */
  z.object({ kind: z.literal("taken"), id }),
  z.object({ kind: z.literal("pong") }),
  /** it was asked to end by a signal, and does so when another has taken its place */
  z.object({ kind: z.literal("replace") }),
  ...askedOfPrimary,
]);
export type ToPrimary = z.infer<typeof toPrimary>;
