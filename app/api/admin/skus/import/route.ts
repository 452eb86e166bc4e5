import { z } from "zod";
import { idempotencyKey } from "#lib/order/schema.ts";
import { importTable, isImportBusy } from "#lib/sku/import/job/pool.ts";
import { importQuery, MAX_TABLE_BYTES } from "#lib/sku/import/schema.ts";
import { checkFresh } from "#lib/web/request/admit.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { refusal, route } from "#lib/web/routes/route.ts";

/** Imports a CSV table; with `dryRun` it only says what would change. Nothing is written when there are errors. */
export const POST = route(
  { visitor: "admin", query: importQuery, bytes: MAX_TABLE_BYTES },
  async ({ context, visitor, query, bytes }) => {
    const notFresh = query.dryRun ? null : checkFresh(visitor, "fresh-admin");
    if (notFresh) return refusal(notFresh);
    const key = idempotencyKey.or(z.null()).safeParse(context.header("idempotency-key"));
    if (!key.success) return problem(400, "The header Idempotency-Key must be 1 to 255 printable ASCII characters");
    if (isImportBusy()) return problem(429, "Too many tables wait to be read", { retryAfter: 10 });
    const result = await importTable(bytes, { ...query, operation: key.data ?? "" });
    if (!result) return problem(409, "Another import writes at the moment; one at a time can");
    const { created, changed, same, errors, errorCount, format, notes } = result;
    const report = { created, changed, same, errors, errorCount, format, notes };
    if (created + changed > 0 && !query.dryRun)
      await recordAct(context, visitor.user, "import-ended", "skus", {
        after: `${created} created, ${changed} changed`,
      });
    if (errorCount === 0) return report;
    const count = errorCount === 1 ? "1 error" : `${errorCount} errors`;
    const rest = created + changed > 0 ? "the other rows were imported" : "nothing was written";
    return problem(422, `${count} in the table; ${rest}`, { members: report });
  },
);
