import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import {
  CLIENT_ADDRESS_HEADER,
  findClientAddress,
  plainAddress,
  type TrustedProxies,
} from "#lib/net/client-address.ts";
import { giveId } from "./request-id.ts";

/**
 * Next.js calls the store itself, with the headers of the request that it is answering: for an action of another page,
 * and for the page that an action redirects to. Such a request carries this header with the secret of the store. What
 * the front found out about the client then stays as it is; otherwise the client would be this machine.
 */
const OWN_HEADER = "x-fwr-own";
/** The host for which the client asked: a request to the store itself names this machine. */
const HOST_HEADER = "x-fwr-host";

const FORWARDED = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;

export interface ClientOptions {
  /** proxies whose forwarded headers are believed */
  trusted: TrustedProxies;
  /** the same in all processes of the store, and unknown to anybody else */
  secret: string;
  /** The public address is https: whatever reaches the store came over https. */
  alwaysHttps: boolean;
  /** is told the address of somebody who is not trusted and sends forwarded headers */
  onUntrusted?(address: string): void;
}

const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(",") : (value ?? ""));
const firstOf = (value: string | string[] | undefined) => textOf(value).split(",")[0]?.trim() ?? "";

function isOwn(sent: string | string[] | undefined, secret: string): boolean {
  if (typeof sent !== "string" || sent.length !== secret.length) return false;
  return timingSafeEqual(Buffer.from(sent), Buffer.from(secret));
}

/**
 * Finds out who sent a request and how, and puts it into the headers in place of what the client sent there: the
 * address ({@link CLIENT_ADDRESS_HEADER}), `x-forwarded-proto`, and `host`, the name under which the client knows the
 * store; and gives the request an id, unless a trusted proxy has.
 * @returns whether the client came over https
 */
export function identifyClient(req: IncomingMessage, options: ClientOptions): boolean {
  const { headers, socket } = req;
  if (isOwn(headers[OWN_HEADER], options.secret)) {
    const host = textOf(headers[HOST_HEADER]);
    if (host) headers.host = host;
    giveId(headers, true);
    return headers["x-forwarded-proto"] === "https";
  }
  const remote = socket.remoteAddress;
  const isTrusted = options.trusted.has(plainAddress(remote ?? ""));
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
  if (isForwarded && !isTrusted) options.onUntrusted?.(remote ?? "");
  const https = options.alwaysHttps || (isTrusted && firstOf(headers["x-forwarded-proto"]) === "https");
  headers[CLIENT_ADDRESS_HEADER] = findClientAddress(remote, textOf(headers["x-forwarded-for"]), options.trusted);
  if (isTrusted) {
    const host = firstOf(headers["x-forwarded-host"]);
    if (/^[\w.:[\]-]+$/.test(host)) headers.host = host;
  }
  giveId(headers, isTrusted);
  // Nobody after the front has to know whom to believe.
  if (isForwarded) for (const name of FORWARDED) delete headers[name];
  headers["x-forwarded-proto"] = https ? "https" : "http";
  headers[OWN_HEADER] = options.secret;
  headers[HOST_HEADER] = headers.host ?? "";
  return https;
}
