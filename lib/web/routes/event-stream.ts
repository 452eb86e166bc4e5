import { setTimeout as sleep } from "node:timers/promises";
import { logError } from "#lib/log.ts";
import { leaving } from "#lib/process/leaving.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { Reply } from "./reply.ts";

/** A server-sent event. A client that reconnects sends the last `id` that it received. */
export interface ServerEvent {
  event: string;
  data: unknown;
  id?: string;
}

interface EventStreamOptions {
  /** aborts when the client goes away */
  signal: AbortSignal;
  /** between two calls of `poll`, in milliseconds */
  everyMs: number;
  /**
   * Whether the visitor may still see the events; asked every two seconds. The stream ends when it is false. While
   * Redis is unavailable and nobody knows, it is asked at each turn and nothing is sent.
   */
  isAdmitted: () => Promise<boolean>;
  /**
   * The events since the last call. If it throws, for example because Redis is unavailable, it is called again as
   * usual.
   */
  poll: () => Promise<{ events: ServerEvent[]; end?: boolean }>;
}

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 500;
/** How often a comment is sent if there are no events, in milliseconds, so that no proxy closes the connection. */
const KEEP_ALIVE_MS = 10_000;
const ADMISSION_MS = 2000;

/** The JSON of what was sent to others in the same turn: all viewers of the figures get the same object. */
const written = new WeakMap<object, string>();

function toJson(data: unknown): string {
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  const text = written.get(data) ?? JSON.stringify(data);
  written.set(data, text);
  return text;
}

function format({ event, data, id }: ServerEvent): string {
  return `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${toJson(data)}\n\n`;
}

const NOTHING = { events: [], end: false };

/** Whether the visitor is admitted; null when Redis can't say so at the moment. */
async function askAgain(isAdmitted: EventStreamOptions["isAdmitted"]): Promise<boolean | null> {
  try {
    return await isAdmitted();
  } catch (error) {
    if (isRedisAway(error)) return null;
    logError("event-stream-failed", error);
    return false;
  }
}

async function* streamEvents({ signal, everyMs, isAdmitted, poll }: EventStreamOptions): AsyncGenerator<string> {
  let sentAt = performance.now();
  let admittedAt = sentAt;
  yield `retry: ${RETRY_MS}\n\n`;
  // A browser reconnects to a process that stays.
  while (!signal.aborted && leaving() === null) {
    const isDue = performance.now() - admittedAt > ADMISSION_MS;
    const admitted = isDue ? await askAgain(isAdmitted) : true;
    if (admitted === false) return;
    if (isDue && admitted) admittedAt = performance.now();
    const { events, end } = admitted ? await poll().catch(() => NOTHING) : NOTHING;
    const isSilent = events.length === 0 && performance.now() - sentAt > KEEP_ALIVE_MS;
    const text = isSilent ? ": still here\n\n" : events.map(format).join("");
    if (text !== "") {
      yield text;
      sentAt = performance.now();
    }
    if (end) return;
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}

/**
 * A reply of server-sent events, until `poll` returns `end`, the visitor may no longer see them, the client is gone, or
 * this process leaves.
 */
export function eventStream(options: EventStreamOptions): Reply {
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  };
  return new Reply(200, headers, streamEvents(options));
}
