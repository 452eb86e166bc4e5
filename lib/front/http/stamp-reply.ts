import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { logRequest } from "#lib/log.ts";
import type { CurrentRequest } from "#lib/process/current-request.ts";
import { REQUEST_ID_HEADER } from "./request-id.ts";

/** What every request leaves: its id and its times in the head of the reply, and a line in the log. */

/**
 * The value of `Server-Timing`. A refusal tells nothing but about how long it took: by the number of round trips one
 * could tell a name that has an account from one that has none.
 */
function timing(request: CurrentRequest, isRefusal: boolean): string {
  if (isRefusal) return `total;dur=${Math.round(request.ms)}`;
  const { roundTrips, redisMs } = request;
  const total = `total;dur=${request.ms.toFixed(1)}`;
  if (roundTrips === 0) return total;
  return `${total}, redis;dur=${redisMs.toFixed(1)};desc="${roundTrips} round trip${roundTrips === 1 ? "" : "s"}"`;
}

/**
 * The headers of a reply that say which request it belongs to, and what took how long.
 * @param isForm whether a form was sent to a page: its reply has the status 200 whatever became of it
 */
export function stampOf(request: CurrentRequest, status: number, isForm: boolean): OutgoingHttpHeaders {
  return { [REQUEST_ID_HEADER]: request.id, "server-timing": timing(request, isForm || status >= 400) };
}

/** Sends these headers with a reply, whoever sends its head. */
export function stampReply(req: IncomingMessage, res: ServerResponse, request: CurrentRequest): void {
  const { writeHead } = res;
  const isForm = req.method === "POST";
  res.writeHead = ((status: number, ...rest: unknown[]) => {
    for (const [name, value] of Object.entries(stampOf(request, status, isForm)))
      if (value !== undefined) res.setHeader(name, value);
    return Reflect.apply(writeHead, res, [status, ...rest]);
  }) as typeof res.writeHead;
}

/** Writes the line of a request when its reply was sent, or its client went away. */
export function logWhenAnswered(req: IncomingMessage, res: ServerResponse, request: CurrentRequest): void {
  const { method = "" } = req;
  res.on("close", () => logRequest(request, method, res.statusCode, res.writableFinished));
}
