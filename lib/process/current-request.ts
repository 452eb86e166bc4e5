import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "./process-wide.ts";

/** The status that a server action wants for its reply; Next.js has no way to set one and answers 200. */
export interface WantedStatus {
  status?: number;
  /** seconds */
  retryAfter?: number;
  /** an action was called: what had been sent could be read */
  actionCalled?: boolean;
}

/** A command that was sent to Redis, as it was sent. */
export interface SentCommand {
  args: readonly unknown[];
  /** milliseconds since the request came in */
  at: number;
  /** number of the round trip that it was a part of, from 0 */
  trip: number;
  /** milliseconds until its reply; null while there is none */
  ms: number | null;
  /** its reply, or the error */
  reply: unknown;
}

/**
 * What is noted of a request while it is answered, for its line in the log and for the headers of its reply. Whatever
 * works for the request finds it by {@link currentRequest}.
 */
export class CurrentRequest {
  /** X-Request-Id */
  readonly id: string;
  /** milliseconds of a monotonic clock */
  readonly startedAt = performance.now();
  /** the pattern of the address, such as `/products/[id]`; never the address as it was typed */
  route = "(unknown)";
  /** whether a file is answered, which is logged at the level debug */
  isFile = false;
  /** why a command to Redis failed meanwhile, as far as that was due to Redis */
  trouble: string | undefined;
  readonly wanted: WantedStatus = {};
  /** round trips to Redis: commands that were sent together, or before the first of them was answered, are one */
  roundTrips = 0;
  /** whether commands were sent of which none is answered yet */
  awaitsReply = false;
  /** the commands that were sent for it, while its visitor looks at them */
  commands: SentCommand[] | null = null;
  hasEnded = false;
  #redisMs = 0;
  /** works with Redis under way */
  #works = 0;
  #waitingSince = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** milliseconds since it came in */
  get ms(): number {
    return performance.now() - this.startedAt;
  }

  /** milliseconds in which it waited for Redis; works at the same time count once */
  get redisMs(): number {
    return this.#works > 0 ? this.#redisMs + performance.now() - this.#waitingSince : this.#redisMs;
  }

  beginRedis(): void {
    if (this.#works++ === 0) this.#waitingSince = performance.now();
  }

  endRedis(): void {
    if (--this.#works === 0) this.#redisMs += performance.now() - this.#waitingSince;
  }
}

/** One per process: Next.js loads pages and actions in bundles of their own, apart from the front. */
const storage = processWide("current-request", () => new AsyncLocalStorage<CurrentRequest | undefined>());

/** The request for which this code runs; undefined in the background. */
export const currentRequest = (): CurrentRequest | undefined => storage.getStore();

/** Answers a request: what runs in `answer`, and whatever that starts, finds it. */
export function runRequest<T>(request: CurrentRequest, answer: () => T): T {
  return storage.run(request, answer);
}

/** Begins what outlives the request that happens to need it first, such as a connection. */
export function runInBackground<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** Notes the pattern of the address that was asked for. */
export function noteRoute(route: string): void {
  const request = storage.getStore();
  if (request) request.route = route;
}
