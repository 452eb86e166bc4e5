import { ErrorReply } from "redis";
import { currentRequest } from "#lib/process/current-request.ts";

/** What sends commands: in a client of one server, and in a client of a cluster, whatever they are called by. */
const SENDERS = ["sendCommand", "_executeMulti", "_executePipeline", "_execute"];

/**
 * Makes a client count the round trips of the request for which it sends commands. A round trip begins with a command
 * and ends with the first reply; so what is sent without being waited for counts only if it is answered in time.
 * @returns the client
 */
export function countRoundTrips<C extends object>(client: C): C {
  // A client that was not made by `duplicate`, as that of a cluster, has another one as its prototype, which sends.
  const sender: object = Reflect.get(client, "_self") ?? client;
  for (const name of SENDERS) {
    const send: unknown = Reflect.get(sender, name);
    if (typeof send !== "function") continue;
    Reflect.set(sender, name, function (this: unknown, ...args: unknown[]) {
      const sent: Promise<unknown> = Reflect.apply(send, this, args);
      const request = currentRequest();
      if (!request || request.awaitsReply) return sent;
      request.awaitsReply = true;
      const end = (isAnswered: boolean) => {
        request.awaitsReply = false;
        if (isAnswered) request.roundTrips++;
      };
      sent.then(
        () => end(true),
        (error: unknown) => end(error instanceof ErrorReply),
      );
      return sent;
    });
  }
  return client;
}
