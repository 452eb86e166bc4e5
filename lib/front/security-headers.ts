import type { ServerResponse } from "node:http";

/**
 * What a document may load and do. Everything comes from this site.
 * @param scripts the sources that allow the inline scripts of one document: its nonce or their hashes
 */
export function contentPolicy(scripts: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts}`.trimEnd(),
    // Style sheets are files. What remains are style attributes, such as the hue of a tile, which no script can come from.
    "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** For replies that are no documents, and for the apology page, which has nothing but its own style. */
export const BARE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const POLICIES: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** One year. Over plain http browsers ignore it, and it is not sent. */
const TRANSPORT = "max-age=31536000";

/** Sets the headers that every reply has. @param secure whether the client came over https */
export function setSecurityHeaders(res: ServerResponse, secure: boolean): void {
  for (const [name, value] of Object.entries(POLICIES)) res.setHeader(name, value);
  if (secure) res.setHeader("strict-transport-security", TRANSPORT);
}
