import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { config } from "#lib/config.ts";
import { seal, unseal } from "#lib/crypto/seal.ts";

/**
 * A visitor who looks at the commands of their own requests has a cookie of its own, which names their log and nothing
 * else: it says nothing of their session, and ends by itself.
 */

/** How long a log is kept after its last request, and a browser keeps its cookie, in seconds. */
export const LOG_SECONDS = 1800;

const MAX_SEAL_LENGTH = 1024;
const content = z.object({ viewer: z.uuid() });
const unsealed = new LRUCache<string, string>({ max: 1000 });

/** Whether visitors may look at all (SHOW_COMMANDS). */
export const showsCommands = (): boolean => config().SHOW_COMMANDS;

/** The name of the cookie: `__Host-` binds it to this host where the connection is https. */
export const viewerCookie = (secure: boolean): string => (secure ? "__Host-fwr_commands" : "fwr_commands");

/** The attributes of the cookie. @param seconds 0 takes it away */
export const viewerCookieAttributes = (secure: boolean, seconds: number) =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: seconds }) as const;

/** Names a new log. @returns the name, and the value of the cookie */
export async function makeViewer(): Promise<{ viewer: string; sealed: string }> {
  const viewer = randomUUID();
  const sealed = await seal({ viewer });
  unsealed.set(sealed, viewer);
  return { viewer, sealed };
}

/** The log that a cookie names; null when it is forged or absent. Never rejects. */
export async function readViewer(sealed: string | undefined): Promise<string | null> {
  if (!sealed || sealed.length > MAX_SEAL_LENGTH) return null;
  const known = unsealed.get(sealed);
  if (known) return known;
  const { viewer } = content.safeParse(await unseal(sealed)).data ?? {};
  if (viewer) unsealed.set(sealed, viewer);
  return viewer ?? null;
}
