import { type AuditFilter, auditFields, auditFilter } from "#lib/audit/schema.ts";
import { readAudit } from "#lib/audit/store.ts";
import { CSV_MARK, csvLine } from "#lib/csv.ts";
import { download } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

const FIELDS = auditFields.keyof().options;

/** The entries that match as CSV, newest first, read while they are sent. */
async function* writeEntries(filter: AuditFilter): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(["at", ...FIELDS]);
  for await (const entry of readAudit(filter)) yield csvLine([entry.at, ...FIELDS.map((field) => entry[field])]);
}

/** The audit stream as CSV. */
export const GET = route({ visitor: "admin", query: auditFilter }, async ({ query }) =>
  download("audit.csv", "text/csv; charset=utf-8", writeEntries(query)),
);
