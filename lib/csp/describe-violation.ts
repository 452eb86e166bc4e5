import type { Violation } from "./schema.ts";

/** What is counted of a violation. Nothing in it has spaces, control characters or a query, or is personal. */
export interface CountedViolation {
  /** such as "script-src-elem" */
  directive: string;
  /** a host with its port, the scheme of another URL, or a keyword such as "inline" or "eval" */
  blocked: string;
  /** the path of the document; orders are all "/orders/…" */
  page: string;
}

/** Of the blocked host and of the path, in characters. */
const MAX_LENGTH = 64;

const isWebUrl = ({ protocol }: URL) => /^(https?|wss?):$/.test(protocol);

function describeBlocked(text: string): string {
  if (!URL.canParse(text)) return /^[a-z-]{1,40}$/.test(text) ? text : "unknown";
  const url = new URL(text);
  return isWebUrl(url) ? url.host : url.protocol.slice(0, -1);
}

function describePage(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Whose order it is can be found out by its id.
  return url && isWebUrl(url) ? url.pathname.replace(/\/orders\/.+/, "/orders/…") : "unknown";
}

/**
 * Reduces a violation to what is counted. `URL` escapes spaces and control characters in hosts and paths, or drops
 * them; what is no URL has to be a keyword.
 */
export function describeViolation({ directive, blocked, document }: Violation): CountedViolation {
  return {
    directive: directive.split(" ")[0] ?? "",
    blocked: describeBlocked(blocked).slice(0, MAX_LENGTH),
    page: describePage(document).slice(0, MAX_LENGTH),
  };
}
