import { type AuditAct, type AuditEntry, STRANGER } from "./schema.ts";

/** The acts in words. */
export const ACT_WORDS: Readonly<Record<AuditAct, string>> = {
  "sign-in": "Signed in",
  "sign-in-failed": "Sign-in failed",
  "sign-in-refused": "Sign-in refused",
  refused: "Refused",
  "account-created": "Account created",
  "account-deleted": "Account deleted",
  "account-disabled": "Account disabled by the store",
  "account-enabled": "Account enabled by the store",
  "role-changed": "Rights changed by the store",
  "name-changed": "Username changed",
  "email-changed": "E-mail address changed",
  "password-changed": "Password changed",
  "password-set": "Password set by the store",
  "second-factor-added": "Second factor added",
  "second-factor-removed": "Second factor removed",
  "recovery-codes-made": "New recovery codes",
  "recovery-code-used": "Signed in with a recovery code",
  "sessions-ended": "Signed out elsewhere",
  "sessions-revoked": "Sessions ended by the store",
  "picture-added": "Picture added",
  "picture-removed": "Picture removed",
  "import-started": "Import started",
  "import-ended": "Import ended",
  "catalogue-seeded": "Sample SKUs added",
  "sku-created": "SKU created",
  "sku-changed": "SKU changed",
  "sku-removed": "SKU removed",
  "stock-changed": "Stock changed",
  "discount-created": "Discount code created",
  "discount-changed": "Discount code changed",
  "synonyms-changed": "Synonyms changed",
  "order-changed": "Order changed",
  "run-started": "Run started",
  "run-cancelled": "Run cancelled",
  "migration-moved": "Migration moved",
  "backup-made": "Backup made",
  "backup-restored": "Backup restored",
  "key-changed": "Key changed",
  "key-deleted": "Key deleted",
  "redis-password-shown": "Password of Redis shown",
};

/** Entries that say the same, as the newest of them and how many there are. */
export interface Activity extends AuditEntry {
  times: number;
}

/**
 * Puts entries that say the same of the same client together, newest first, so that many of one kind hide no other.
 * What strangers do is one entry for all of them.
 */
export function groupActivity(entries: readonly AuditEntry[]): Activity[] {
  const groups = new Map<string, Activity>();
  for (const entry of entries) {
    const client = entry.who === STRANGER ? "" : `${entry.device} ${entry.address}`;
    const group = `${entry.what} ${entry.who} ${client}`;
    const seen = groups.get(group);
    if (seen) seen.times++;
    else groups.set(group, { ...entry, times: 1 });
  }
  return [...groups.values()];
}

/** Acts whose name says what is after them. */
const SAID: ReadonlySet<AuditAct> = new Set([
  "sessions-ended",
  "sessions-revoked",
  "account-disabled",
  "account-enabled",
]);

/**
 * What happened, in words: how often, or what else there is to say of it. Not how many entries there are of strangers:
 * they have one for many attempts, and the newest says how many there were.
 */
export function describeActivity({ what, who, after, times = 1 }: AuditEntry & { times?: number }): string {
  if (times > 1 && who !== STRANGER) return `${ACT_WORDS[what]}, ${times} times`;
  const isTelling = !SAID.has(what) && after !== "" && after !== "1 within an hour";
  return ACT_WORDS[what] + (isTelling ? ` (${after})` : "");
}
