import { z } from "zod";
import { wholeNumber } from "#lib/validation.ts";

/** What is recorded; the words stand in Redis and in the log. */
export const AUDIT_ACTS = [
  "sign-in",
  "sign-in-failed",
  "sign-in-refused",
  "refused",
  "account-created",
  "account-deleted",
  "account-disabled",
  "account-enabled",
  "role-changed",
  "name-changed",
  "email-changed",
  "password-changed",
  "password-set",
  "second-factor-added",
  "second-factor-removed",
  "recovery-codes-made",
  "recovery-code-used",
  "sessions-ended",
  "sessions-revoked",
  "picture-added",
  "picture-removed",
  "import-started",
  "import-ended",
  "catalogue-seeded",
  "sku-created",
  "sku-changed",
  "sku-removed",
  "stock-changed",
  "discount-created",
  "discount-changed",
  "synonyms-changed",
  "order-changed",
  "run-started",
  "run-cancelled",
  "migration-moved",
  "backup-made",
  "backup-restored",
  "key-changed",
  "key-deleted",
  "redis-password-shown",
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

/** An operator at a terminal, who has no account. */
export const OPERATOR = "operator";
/** Somebody who has not signed in. */
export const STRANGER = "";

/** An entry of the audit stream. Ids, never names, addresses of mail, passwords, tokens or codes. */
export interface AuditEvent {
  what: AuditAct;
  /** the user id of whoever acts, {@link OPERATOR} or {@link STRANGER} */
  who: string;
  /** what it is done to: `user:7`, `sku:<id>`, `order:<id>`, or an address of the store */
  on: string;
  /** values before and after, where they are no secret (describe-change.ts) */
  before?: string;
  after?: string;
  /** of the client */
  address?: string;
  /** of the client, in words */
  device?: string;
}

/** The fields of an entry in Redis. */
export const auditFields = z.object({
  what: z.enum(AUDIT_ACTS),
  who: z.string().default(STRANGER),
  on: z.string().default(""),
  before: z.string().default(""),
  after: z.string().default(""),
  address: z.string().default(""),
  device: z.string().default(""),
});

/** An entry as it is listed; `id` is that of the stream, `at` ISO 8601. */
export type AuditEntry = z.output<typeof auditFields> & { id: string; at: string };

/** Which entries of the audit stream are wanted: those that have all that is given. */
export const auditFilter = z.object({
  what: z.enum(AUDIT_ACTS).optional(),
  who: z.string().max(100).optional(),
  on: z.string().max(200).optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

/** Query of GET /api/admin/audit. */
export const listAuditQuery = auditFilter.extend({
  cursor: z.string().max(200).optional(),
  limit: wholeNumber(1, 200).default(50),
});
