import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The id of a request, in the request after the front has looked at it, and in the reply. */
export const REQUEST_ID_HEADER = "x-request-id";

/** What proxies make: UUIDs, hexadecimal digits, `Root=1-67891233-abcdef012345678912345678`. */
const WELL_FORMED = /^[A-Za-z0-9][\w.:=+/-]{7,127}$/;

/** Gives a request an id. @param isTrusted whether one that it came with is believed, if it is well-formed */
export function giveId(headers: IncomingHttpHeaders, isTrusted: boolean): void {
  const sent = headers[REQUEST_ID_HEADER];
  const isKept = isTrusted && typeof sent === "string" && WELL_FORMED.test(sent);
  if (!isKept) headers[REQUEST_ID_HEADER] = randomUUID();
}
