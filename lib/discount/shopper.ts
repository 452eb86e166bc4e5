import { createHash } from "node:crypto";

/**
 * Who uses up a code: a user, or for guests their e-mail address, as a digest because it is nobody's business for as
 * long as a code is remembered. A guest with another address is somebody else, and so is a user who signs out.
 */
export function shopperOf(owner: string, email: string): string {
  if (/^\d+$/.test(owner)) return owner;
  return `~${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url").slice(0, 22)}`;
}
