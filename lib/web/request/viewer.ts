import { beginLog, endLog, limitLogs } from "#lib/command-log/store.ts";
import { LOG_SECONDS, readViewer, viewerCookie } from "#lib/command-log/viewer.ts";
import { cookieAttributes } from "./cookies.ts";
import type { RequestContext } from "./request-context.ts";

/** The log of commands that a request belongs to; null when its visitor does not look. No round trip. */
export async function viewerOf(context: RequestContext): Promise<string | null> {
  return readViewer(context.cookies(viewerCookie(context.https))[0]);
}

/**
 * Begins a log for a visitor, who gets its cookie. Two round trips.
 * @returns seconds to wait when too many were begun from this address, else null
 */
export async function beginViewing(context: RequestContext): Promise<number | null> {
  const wait = await limitLogs(context.clientAddress);
  if (wait !== null) return wait;
  const { https } = context;
  context.setCookie(viewerCookie(https), await beginLog(), cookieAttributes(https, LOG_SECONDS));
  return null;
}

/** Ends a visitor's log and takes its cookie away. One round trip. */
export async function endViewing(context: RequestContext): Promise<void> {
  const viewer = await viewerOf(context);
  if (viewer) await endLog(viewer);
  const { https } = context;
  context.setCookie(viewerCookie(https), "", cookieAttributes(https, 0));
}
