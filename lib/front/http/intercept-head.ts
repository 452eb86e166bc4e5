import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { createCompressor, type Encoding, isCompressible } from "./compression.ts";
import { createEmptyActionFilter } from "./empty-actions.ts";

/** A reply at the last moment before its head is sent. */
export interface PendingReply {
  readonly status: number;
  /** by lower-case name */
  readonly headers: Readonly<OutgoingHttpHeaders>;
  /** the first piece of the body; undefined without one, and for a head that is sent ahead of it */
  readonly first: unknown;
}

/** How a reply is sent. What is left out stays as the reply has it. */
export interface ReplyDecision {
  status?: number | undefined;
  /** set in place of those of the same name */
  headers?: OutgoingHttpHeaders;
  /** sent in place of the first piece */
  first?: unknown;
  /** how the body is compressed, each piece at once; null for not at all, though the client could have asked for it */
  encoding?: Encoding | null;
  /** the body is HTML, whose forms may have an empty action */
  html?: boolean;
  /** the whole body and all headers; what is written to the reply is dropped. `body` is undefined for HEAD */
  replace?: { headers: OutgoingHttpHeaders; body: Buffer | undefined };
}

/** Where the pieces of a body go once the head is decided. */
interface Sink {
  write(args: readonly unknown[]): boolean;
  end(args: readonly unknown[]): void;
}

function compressingSink(res: ServerResponse, raw: Sink, encoding: Encoding): Sink {
  const compressor = createCompressor(encoding);
  compressor.on("data", (chunk) => raw.write([chunk]));
  compressor.on("end", () => raw.end([]));
  compressor.on("drain", () => res.emit("drain"));
  res.on("close", () => compressor.destroy());
  return {
    write: (args) => Reflect.apply(compressor.write, compressor, args),
    end([chunk, ...rest]) {
      if (chunk == null) compressor.end();
      else Reflect.apply(compressor.end, compressor, [chunk, ...rest]);
    },
  };
}

const isPiece = (chunk: unknown) => typeof chunk === "string" || chunk instanceof Uint8Array;

function htmlSink(next: Sink): Sink {
  const filter = createEmptyActionFilter();
  return {
    write([chunk, ...rest]) {
      return next.write([isPiece(chunk) ? filter.pass(Buffer.from(chunk as string)) : chunk, ...rest]);
    },
    end([chunk, ...rest]) {
      if (isPiece(chunk)) next.write([filter.pass(Buffer.from(chunk as string))]);
      next.end([filter.rest(), ...rest]);
    },
  };
}

/** Nothing may follow a reply that was replaced. */
const DROP: Sink = { write: () => true, end: () => {} };

const isEventStream = (res: ServerResponse) => String(res.getHeader("content-type")).startsWith("text/event-stream");

/**
 * Calls `decide` once, just before the head of a reply is sent, and sends the reply as decided. This is the one place
 * that replaces methods of `ServerResponse`: Next.js has no hook between rendering and sending.
 */
export function interceptHead(res: ServerResponse, decide: (reply: PendingReply) => ReplyDecision): void {
  const { writeHead, write, end, flushHeaders } = res;
  const raw: Sink = {
    write: (args) => Reflect.apply(write, res, args),
    end: (args) => void Reflect.apply(end, res, args),
  };
  let sink: Sink | null = null;

  /** Decides, sets status and headers, and chooses where the body goes. @returns the first piece to send */
  const open = (first: unknown): { sink: Sink; first: unknown } => {
    if (res.headersSent) return { sink: raw, first };
    const decision = decide({ status: res.statusCode, headers: res.getHeaders(), first });
    if (decision.status) res.statusCode = decision.status;
    const { replace } = decision;
    if (replace) for (const name of res.getHeaderNames()) res.removeHeader(name);
    for (const [name, value] of Object.entries(replace?.headers ?? decision.headers ?? {}))
      if (value !== undefined) res.setHeader(name, value);
    if (replace) {
      sink = DROP;
      raw.end(replace.body ? [replace.body] : []);
      return { sink, first };
    }
    const { encoding, html } = decision;
    if (encoding) res.setHeader("content-encoding", encoding);
    if (encoding || html) res.removeHeader("content-length");
    // Also where this client does not accept it: a cache would give what it got to all others.
    if (encoding !== undefined || isCompressible(res.getHeader("content-type")))
      res.appendHeader("vary", "Accept-Encoding");
    const compressed = encoding ? compressingSink(res, raw, encoding) : raw;
    return { sink: html ? htmlSink(compressed) : compressed, first: "first" in decision ? decision.first : first };
  };

  res.writeHead = ((status: number, ...rest: unknown[]) => {
    if (sink) return Reflect.apply(writeHead, res, [status, ...rest]);
    // Not yet: how the head is sent depends on the first piece of the body.
    res.statusCode = status;
    const headers = rest.find((value): value is Record<string, OutgoingHttpHeader> => typeof value === "object");
    for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
    return res;
  }) as typeof res.writeHead;

  res.write = ((first: unknown, ...rest: unknown[]) => {
    if (sink) return sink.write([first, ...rest]);
    const opened = open(first);
    sink = opened.sink;
    return sink.write([opened.first, ...rest]);
  }) as typeof res.write;

  res.end = ((...args: unknown[]) => {
    if (!sink) {
      // The first argument may be a callback.
      const [first, ...rest] = typeof args[0] === "function" ? [undefined, ...args] : args;
      const opened = open(first ?? undefined);
      sink = opened.sink;
      sink.end(opened.first === undefined ? rest : [opened.first, ...rest]);
    } else sink.end(args);
    return res;
  }) as typeof res.end;

  // Next.js sends the head of what it streams ahead. It can wait for the first piece, except where that may take long.
  res.flushHeaders = () => {
    if (!sink) {
      if (!isEventStream(res)) return;
      sink = open(undefined).sink;
    }
    Reflect.apply(flushHeaders, res, []);
  };
}
