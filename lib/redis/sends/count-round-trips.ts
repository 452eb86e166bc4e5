import { ErrorReply } from "redis";
import { countCommand, countHousekeeping, countRedisFailure } from "#lib/process/counters/counters.ts";
import { currentRequest } from "#lib/process/current-request.ts";
import { interceptSends } from "./intercept-sends.ts";
import { recordCommand } from "./record-commands.ts";

/** What sends commands: in a client of one server, and in a client of a cluster, whatever they are called by. */
const SENDERS = ["sendCommand", "_executeMulti", "_executePipeline", "_execute"];

/** Commands that count as a hit or a miss in INFO, and whose reply says which. */
const READS: ReadonlySet<unknown> = new Set([
  ...["GET", "HGET", "HGETALL", "HMGET", "HLEN", "ZRANGE", "ZSCORE", "ZCARD", "ZCOUNT", "SMEMBERS", "SCARD"],
  ...["XRANGE", "XREVRANGE", "XLEN", "LRANGE", "LLEN", "EXISTS"],
]);

function hasFound(reply: unknown): boolean {
  if (Array.isArray(reply)) return reply.some((each) => each !== null);
  if (reply instanceof Map) return reply.size > 0;
  if (reply !== null && typeof reply === "object") return Object.keys(reply).length > 0;
  return reply !== null && reply !== 0;
}

/** What a command is called: scripts by EVALSHA; a client of a cluster does not say. */
function nameOf(sender: string, [first]: readonly unknown[]): string {
  if (sender === "sendCommand") return Array.isArray(first) ? String(first[0]).toUpperCase() : "(cluster)";
  if (sender === "_executeMulti") return "MULTI";
  return sender === "_executePipeline" ? "(pipeline)" : "(cluster)";
}

/** Counts what a command in the background has read: the hit ratio is that of visitors. */
function noteBackground(args: readonly unknown[], sent: Promise<unknown>): void {
  const [command] = args;
  if (!Array.isArray(command) || !READS.has(command[0])) return;
  sent.then(
    (reply) => countHousekeeping(hasFound(reply)),
    () => {},
  );
}

/**
 * Makes a client count the round trips of the request for which it sends commands. A round trip begins with a command
 * and ends with the first reply; so what is sent without being waited for counts only if it is answered in time.
 * @returns the client
 */
export function countRoundTrips<C extends object>(client: C): C {
  interceptSends(client, SENDERS, (send, name) => {
    return function (...args) {
      const sent = Reflect.apply(send, this, args);
      const request = currentRequest();
      if (!request) noteBackground(args, sent);
      if (request?.commands) recordCommand(request, name, args, sent);
      if (!request || request.awaitsReply) return sent;
      request.awaitsReply = true;
      const sentAt = performance.now();
      const end = (isAnswered: boolean) => {
        request.awaitsReply = false;
        if (isAnswered) {
          request.roundTrips++;
          countCommand(nameOf(name, args), performance.now() - sentAt);
        } else countRedisFailure();
      };
      sent.then(
        () => end(true),
        (error: unknown) => end(error instanceof ErrorReply),
      );
      return sent;
    };
  });
  return client;
}
