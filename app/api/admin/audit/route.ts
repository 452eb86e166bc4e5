import { listAuditQuery } from "#lib/audit/schema.ts";
import { listAudit } from "#lib/audit/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** A page of what was done to accounts and by administrators, newest first. */
export const GET = route({ visitor: "admin", query: listAuditQuery }, ({ query }) => listAudit(query));
