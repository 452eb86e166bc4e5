import { config } from "#lib/config.ts";
import type { ApiRequest } from "#lib/web/request/api-request.ts";
import { isForwardedHttps } from "#lib/web/request/forwarded.ts";
import { Reply } from "./reply.ts";

/** The public URL of the store without a trailing slash: SITE_URL, or else the scheme and host of the request. */
export function siteUrl(request: ApiRequest): string {
  const scheme = isForwardedHttps(request.header("x-forwarded-proto")) ? "https" : "http";
  return config().SITE_URL ?? `${scheme}://${request.header("host") ?? "localhost"}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an XML document. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A reply that is an XML document. */
export function xml(body: string): Reply {
  const headers = { "content-type": "application/xml; charset=utf-8" };
  return new Reply(200, headers, `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`);
}
