import { IncomingMessage } from "node:http";
import { readBody } from "./read-body.ts";

/**
 * A request whose body has come in whole. When Next.js gives it up, nothing happens to the connection: there is nothing
 * left to read on it.
 */
class ReceivedRequest extends IncomingMessage {
  override _read(): void {}
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
  }
}

/** A request as it came in, and its body. */
export interface ReceivedForm {
  /** to be handed on in place of the request, which has been read */
  req: IncomingMessage;
  body: Buffer;
}

/**
 * Receives the whole form of a page before anything looks at it. Next.js reads a body while it works on it: it answers
 * one that is too large with 500, and may leave the rest of one unread, behind which the next request on that connection
 * would wait until it times out.
 * @param most bytes
 * @returns null when the form is larger
 * @throws ClientGoneError when the client goes away
 */
export async function receiveForm(req: IncomingMessage, most: number): Promise<ReceivedForm | null> {
  const body = await readBody(req, most);
  if (!body) return null;
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = req;
  const received = new ReceivedRequest(req.socket);
  delete headers["transfer-encoding"];
  headers["content-length"] = String(body.length);
  Object.assign(received, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  received.push(body);
  received.push(null);
  received.complete = true;
  return { req: received, body };
}
