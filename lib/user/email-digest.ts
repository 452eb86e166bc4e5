import { createHash } from "node:crypto";

/** Stands for an e-mail address where orders are counted, so that the address itself is not stored there. */
export function digestEmail(email: string): string {
  return `~${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url").slice(0, 22)}`;
}
