import { ClientOfflineError, ErrorReply, SocketTimeoutError } from "redis";
import { interceptSends, type Send } from "./sends/intercept-sends.ts";
import { timeouts } from "./timeouts.ts";

/**
 * When a connection last gave a reply. Only what Redis has sent counts: work that sends no command is no sign of life. A
 * client pings three times a second, so a connection in order has a reply at least as often.
 */

interface Watch {
  /** when the last watched command was answered, or the connection became ready; of the monotonic clock, in ms */
  answeredAt: number;
  /** commands whose reply is watched for */
  waiting: number;
  /** since when nothing has been answered while one of them waits */
  silentSince: number;
  /** commands sent since the last watched one */
  skipped: number;
}

/** Replies come in the order of the commands, so one in so many tells as much as all, and costs a page view nothing. */
const WATCHED_EVERY = 50;

const watches = new WeakMap<object, Watch>();

/** A client of one server, as far as this module is concerned. */
interface Watched {
  on(event: "ready", listener: () => void): unknown;
  readonly isReady: boolean;
}

const isSilent = ({ waiting, silentSince }: Watch) =>
  waiting > 0 && performance.now() - silentSince >= timeouts.silenceMs;

function noteReply(watch: Watch): void {
  watch.answeredAt = performance.now();
  watch.silentSince = watch.answeredAt;
}

function expectReply(watch: Watch, reply: Promise<unknown>): void {
  if (watch.waiting > 0 && ++watch.skipped < WATCHED_EVERY) return;
  watch.skipped = 0;
  if (watch.waiting++ === 0) watch.silentSince = performance.now();
  reply.then(
    () => {
      watch.waiting--;
      noteReply(watch);
    },
    (error) => {
      watch.waiting--;
      if (error instanceof ErrorReply) noteReply(watch);
    },
  );
}

/**
 * Watches the replies of a client of one server.
 * @param refuses whether it takes no further commands once it has been silent for a second while one waited. Each command
 *   that is written puts off the timeout of the socket; without them it breaks the connection, and another is made
 */
export function watchReplies(client: Watched, { refuses = false } = {}): void {
  if (watches.has(client)) return;
  const watch: Watch = { answeredAt: performance.now(), waiting: 0, silentSince: 0, skipped: 0 };
  watches.set(client, watch);
  client.on("ready", () => noteReply(watch));
  const watched =
    (after: (reply: Promise<unknown>) => void) =>
    (send: Send): Send =>
      function (...args) {
        if (refuses && !client.isReady) return Promise.reject(new ClientOfflineError());
        if (refuses && isSilent(watch)) return Promise.reject(new SocketTimeoutError(timeouts.silenceMs));
        const reply = Reflect.apply(send, this, args);
        after(reply);
        return reply;
      };
  interceptSends(
    client,
    ["sendCommand"],
    watched((reply) => expectReply(watch, reply)),
  );
  // What transactions send is not seen by sendCommand. The pings tell of their replies.
  if (refuses)
    interceptSends(
      client,
      ["_executeMulti", "_executePipeline"],
      watched(() => {}),
    );
}

/**
 * When a client last got a reply, in milliseconds of `performance.now()`; of a cluster, from any of its nodes. Undefined
 * for one that is not watched.
 */
export function lastReplyAt(client: object): number | undefined {
  const nodes: unknown = Reflect.get(client, "masters");
  if (!Array.isArray(nodes)) return watches.get(client)?.answeredAt;
  const times = nodes.flatMap(({ client: node }: { client?: object }) => watches.get(node ?? {})?.answeredAt ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}
