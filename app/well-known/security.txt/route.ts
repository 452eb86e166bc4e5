import { config, publicSite } from "#lib/config.ts";
import { Reply } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** How long what is said here holds, in days: less than a year (RFC 9116, section 2.5.5). */
const DAYS = 180;
const DAY_MS = 86_400_000;

/** To whom somebody reports a vulnerability of the store (RFC 9116), served as `/.well-known/security.txt`. */
export const GET = route({ visitor: "anyone", shared: true }, async () => {
  const site = publicSite();
  // The mailbox that a domain has for this (RFC 2142, section 4).
  const contact = config().SECURITY_CONTACT ?? `mailto:security@${new URL(site).hostname}`;
  // By the day, so that the text stays the same for one.
  const expires = new Date((Math.floor(Date.now() / DAY_MS) + DAYS) * DAY_MS);
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    "Preferred-Languages: en",
    // Web addresses have to be https here.
    ...(site.startsWith("https:") ? [`Canonical: ${site}/.well-known/security.txt`] : []),
  ];
  return new Reply(200, { "content-type": "text/plain; charset=utf-8" }, `${lines.join("\n")}\n`);
});
