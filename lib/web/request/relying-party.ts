import { isIP } from "node:net";
import type { RelyingParty } from "#lib/account/second-factor/passkeys.ts";
import { config } from "#lib/config.ts";
import type { RequestContext } from "./request-context.ts";

/**
 * The site to which a browser binds a passkey: SITE_URL, or else the host of the request. Null where there can be none:
 * WebAuthn needs a host name, and https anywhere but on localhost.
 */
export function relyingPartyOf(context: RequestContext): RelyingParty | null {
  const asked = `${context.https ? "https" : "http"}://${context.header("host") ?? ""}`;
  const site = config().SITE_URL ?? asked;
  if (!URL.canParse(site)) return null;
  const { hostname, origin, protocol } = new URL(site);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 || (protocol !== "https:" && !isLocal)) return null;
  return { id: hostname, origin };
}

/** Why a page offers no passkeys. */
export const NO_PASSKEYS = "Passkeys need https and a host name, or http://localhost.";
