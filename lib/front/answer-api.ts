import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip, gzip as gzipCallback } from "node:zlib";
import { acceptsEncoding, isCompressible, MIN_GZIP_BYTES } from "#lib/front/http/compression.ts";
import { describeRequest } from "#lib/front/http/describe-request.ts";
import { readBody } from "#lib/front/http/read-body.ts";
import { stampOf } from "#lib/front/http/stamp-reply.ts";
import { logError, logEvent } from "#lib/log.ts";
import { type CurrentRequest, currentRequest } from "#lib/process/current-request.ts";
import type { ApiRequest } from "#lib/web/request/api-request.ts";
import { Reply } from "#lib/web/routes/reply.ts";
import type { RouteMatch } from "./api-routes.ts";

/** The API as the front answers it: from a request of `node:http` to a reply on its socket (docs/decisions/0014). */

const gzip = promisify(gzipCallback);

function apiRequestOf(req: IncomingMessage, res: ServerResponse): ApiRequest {
  let controller: AbortController | undefined;
  return {
    target: req.url ?? "/",
    header(name) {
      const value = req.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
    readBody: (most) => readBody(req, most),
    // Only event streams need it.
    get signal() {
      if (!controller) {
        const made = new AbortController();
        res.once("close", () => made.abort());
        controller = made;
      }
      return controller.signal;
    },
  };
}

/** Whether a reply of this size, if it is known, is sent as gzip. */
const isSentAsGzip = (req: IncomingMessage, { status, headers }: Reply, bytes = Number.POSITIVE_INFINITY) =>
  bytes >= MIN_GZIP_BYTES && status === 200 && isCompressible(headers["content-type"]) && acceptsEncoding(req, "gzip");

const GZIP = { "content-encoding": "gzip", vary: "Accept-Encoding" };

/** @param fixed headers of every reply */
async function sendReply(
  req: IncomingMessage,
  res: ServerResponse,
  reply: Reply,
  fixed: Readonly<Record<string, string>>,
  request: CurrentRequest | undefined,
): Promise<void> {
  const { status, body, cookies } = reply;
  const headers: OutgoingHttpHeaders = { ...fixed, ...reply.headers };
  if (request) Object.assign(headers, stampOf(request, status, false));
  if (cookies.length > 0) headers["set-cookie"] = [...cookies];
  if (body !== null && typeof body !== "string") return sendPieces(req, res, reply, headers, body);
  let bytes: string | Buffer = body ?? "";
  if (isSentAsGzip(req, reply, bytes.length)) {
    bytes = await gzip(bytes);
    Object.assign(headers, GZIP);
  }
  if (body !== null) headers["content-length"] = Buffer.byteLength(bytes);
  res.writeHead(status, headers);
  res.end(req.method === "HEAD" ? undefined : bytes);
}

async function sendPieces(
  req: IncomingMessage,
  res: ServerResponse,
  reply: Reply,
  headers: OutgoingHttpHeaders,
  pieces: AsyncIterable<string>,
): Promise<void> {
  const compressed = isSentAsGzip(req, reply);
  res.writeHead(reply.status, { ...headers, ...(compressed ? GZIP : {}) });
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  res.flushHeaders();
  const readable = Readable.from(pieces);
  await (compressed ? pipeline(readable, createGzip(), res) : pipeline(readable, res));
}

/** Answers a request to the API: by its handler, or by the reply that was found without one. Never rejects. */
export async function answerApi(
  req: IncomingMessage,
  res: ServerResponse,
  match: RouteMatch | Reply,
  fixed: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const reply = match instanceof Reply ? match : await match.handler.answer(apiRequestOf(req, res), match.params);
    if (reply.status === 429) logEvent("warn", "rate-limited", describeRequest(req));
    await sendReply(req, res, reply, fixed, currentRequest());
  } catch (error) {
    // A stream whose client went away ends like this, too.
    if (!res.destroyed) logError("reply-failed", error, describeRequest(req));
    res.destroy();
  }
}
