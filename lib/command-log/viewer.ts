import { randomUUID } from "node:crypto";
import { z } from "zod";
import { config } from "#lib/config.ts";
import { makeNameSealer } from "#lib/crypto/sealed-names.ts";

/**
 * A visitor who looks at the commands of their own requests has a cookie of its own, which names their log and nothing
 * else: it says nothing of their session, and ends by itself.
 */

/** How long a log is kept after its last request, and a browser keeps its cookie, in seconds. */
export const LOG_SECONDS = 1800;

const viewers = makeNameSealer("viewer", z.uuid(), 1000);

/** Whether visitors may look at all (SHOW_COMMANDS). */
export const showsCommands = (): boolean => config().SHOW_COMMANDS;

/** The name of the cookie: `__Host-` binds it to this host where the connection is https. */
export const viewerCookie = (secure: boolean): string => (secure ? "__Host-fwr_commands" : "fwr_commands");

/** Names a new log. @returns the name, and the value of the cookie */
export async function makeViewer(): Promise<{ viewer: string; sealed: string }> {
  const viewer = randomUUID();
  return { viewer, sealed: await viewers.seal(viewer) };
}

/** The log that a cookie names; null when it is forged or absent. Never rejects. */
export const readViewer = viewers.open;
