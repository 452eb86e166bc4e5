import { type CurrentRequest, currentRequest, type SentCommand } from "#lib/process/current-request.ts";
import { interceptSends } from "./intercept-sends.ts";

/** Commands of one request that are noted, at most: a page sends some twenty. */
const MOST = 100;

const argsOf = (queued: unknown): readonly unknown[] =>
  typeof queued === "object" && queued !== null && "args" in queued && Array.isArray(queued.args) ? queued.args : [];

/** The commands that one call of a client sends. */
function commandsOf(sender: string, [first]: readonly unknown[]): readonly (readonly unknown[])[] {
  if (!Array.isArray(first)) return [];
  if (sender === "sendCommand") return [first];
  if (sender === "_executeMulti") return [["MULTI"], ...first.map(argsOf), ["EXEC"]];
  return sender === "_executePipeline" ? first.map(argsOf) : [];
}

/**
 * Notes what a call of a client sends for a request, and what is replied.
 * @param sender the method that was called
 */
export function recordCommand(
  request: CurrentRequest,
  sender: string,
  args: readonly unknown[],
  sent: Promise<unknown>,
): void {
  const { commands: noted } = request;
  if (!noted || noted.length >= MOST) return;
  const at = request.ms;
  const commands = commandsOf(sender, args).map(
    (each): SentCommand => ({ args: each, at, trip: request.roundTrips, ms: null, reply: undefined }),
  );
  noted.push(...commands);
  const end = (reply: unknown) => {
    const replies = commands.length > 1 && Array.isArray(reply) ? reply : null;
    // The replies of a transaction are those of the commands between MULTI and EXEC.
    const skipped = sender === "_executeMulti" ? 1 : 0;
    for (const [i, command] of commands.entries()) {
      command.ms = request.ms - at;
      command.reply = replies ? replies[i - skipped] : reply;
    }
  };
  sent.then(end, end);
}

const watched = new WeakSet<object>();

/** Notes what a client of a node of a cluster sends: the client of the cluster does not say what it sends. */
export function recordNode(client: object): void {
  if (watched.has(client)) return;
  watched.add(client);
  interceptSends(client, ["sendCommand", "_executeMulti", "_executePipeline"], (send, name) => {
    return function (...args) {
      const sent = Reflect.apply(send, this, args);
      const request = currentRequest();
      if (request?.commands) recordCommand(request, name, args, sent);
      return sent;
    };
  });
}
