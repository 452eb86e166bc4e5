/** Where browsers report what the policy has blocked: by the Reporting API, and those without it by report-uri. */
const REPORTS = "/api/csp-reports";

/**
 * What a document may load and do. Everything comes from this site.
 * @param scripts the sources that allow the inline scripts of one document: its nonce or their hashes
 */
export function contentPolicy(scripts: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts}`.trimEnd(),
    // Style sheets are files. What remains are style attributes, such as the hue of a tile; no script can come from them.
    "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `report-uri ${REPORTS}`,
    "report-to csp",
  ].join("; ");
}

/** The headers of a document with its policy. @param policy see {@link contentPolicy} */
export function policyHeaders(policy: string) {
  return { "content-security-policy": policy, "reporting-endpoints": `csp="${REPORTS}"` };
}

/**
 * For the error page, which has nothing but its own style, and for whatever is no document: if a browser shows it as
 * one, nothing in it runs. Pictures have styles of their own. It reports nothing: the store may be unable to answer.
 */
export const BARE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** One year. Browsers ignore it over plain http, where it is not sent. */
const OVER_HTTPS = { ...HEADERS, "strict-transport-security": "max-age=31536000" };

/** The headers that every reply has. @param https whether the client came over https */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? OVER_HTTPS : HEADERS;
}

const BARE = { ...HEADERS, "content-security-policy": BARE_POLICY };
const BARE_OVER_HTTPS = { ...OVER_HTTPS, "content-security-policy": BARE_POLICY };

/** The same for a reply that is never a document. @param https whether the client came over https */
export function bareHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? BARE_OVER_HTTPS : BARE;
}
