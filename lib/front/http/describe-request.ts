import type { IncomingMessage } from "node:http";
import { loggedPath } from "#lib/log.ts";
import { CLIENT_ADDRESS_HEADER } from "#lib/net/client-address.ts";

/**
 * What the log says of a request whose client is identified (identify-client.ts): nothing of it that could be secret.
 */
export function describeRequest({ method = "", url = "", headers }: IncomingMessage) {
  return { method, path: loggedPath(url), address: String(headers[CLIENT_ADDRESS_HEADER] ?? "") };
}
