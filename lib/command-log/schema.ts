import { z } from "zod";

/** A command as a visitor sees it. */
export const shownCommand = z.object({
  /** as Redis knows it, or the file of a script */
  name: z.string(),
  /** its first key; null for commands without one */
  key: z.string().nullable(),
  /** what follows, secrets masked and long values cut off */
  rest: z.string(),
  /** what its key belongs to; null for commands without a key and keys that the store does not know */
  family: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** milliseconds from the arrival of the request until it was sent */
  at: z.number(),
  /** milliseconds until its reply; null while there was none when the page was answered */
  ms: z.number().nullable(),
  /** number of its round trip, from 0 */
  trip: z.number(),
  /** its reply, secrets masked and cut off */
  reply: z.string(),
});
export type ShownCommand = z.output<typeof shownCommand>;

/** A request of a visitor, with the commands that were sent for it. */
export const shownRequest = z.object({
  id: z.uuid(),
  /** when it was answered, in milliseconds since 1970 */
  at: z.number(),
  method: z.string(),
  /** the pattern of its address */
  route: z.string(),
  status: z.number(),
  /** milliseconds until it was answered */
  ms: z.number(),
  /** milliseconds of those in which it waited for Redis */
  redisMs: z.number(),
  roundTrips: z.number(),
  commands: z.array(shownCommand),
});
export type ShownRequest = z.output<typeof shownRequest>;

/** A command to be sent again for a comparison: a read as it was, or in place of another an ECHO of as many bytes. */
export const repeatable = z.union([
  z.object({ trip: z.number(), key: z.string(), args: z.array(z.string()) }),
  z.object({ trip: z.number(), key: z.string(), echo: z.number() }),
]);
export type Repeatable = z.output<typeof repeatable>;

/** An entry of a log: never sent to the visitor as it is. */
export const logEntry = z.object({ shown: shownRequest, again: z.array(repeatable) });
export type LogEntry = z.output<typeof logEntry>;

/** What a comparison measured, each the median of several, in milliseconds. */
export const comparison = z.object({
  /** commands that were sent */
  commands: z.number(),
  /** those of them that were an ECHO in place of a write or a script */
  echoes: z.number(),
  roundTrips: z.number(),
  together: z.number(),
  oneByOne: z.number(),
});
export type Comparison = z.output<typeof comparison>;

/** The parameters of an address that names a request. */
export const requestParams = z.object({ id: z.uuid() });
