import { config } from "#lib/config.ts";
import { importBytes } from "#lib/sku/import/import.ts";
import { importQuery, MAX_TABLE_BYTES } from "#lib/sku/import/schema.ts";
import { isFresh } from "#lib/web/request/admit.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { refusal, route } from "#lib/web/routes/route.ts";

/** Imports a CSV table; with `dryRun` it only says what would change. Nothing is written when there are errors. */
export const POST = route(
  { visitor: "admin", query: importQuery, bytes: MAX_TABLE_BYTES },
  async ({ context, visitor, query: { dryRun, setStock }, bytes }) => {
    const { ADMIN_FRESH_SECONDS: freshSeconds } = config();
    if (!dryRun && !isFresh(visitor, freshSeconds)) return refusal({ reason: "not-fresh", freshSeconds });
    const operation = context.header("idempotency-key")?.slice(0, 255) ?? "";
    const { created, changed, same, errors } = await importBytes(bytes, { dryRun, setStock, operation });
    const report = { created, changed, same, errors };
    if (errors.length === 0) return report;
    const detail = `${errors.length} ${errors.length === 1 ? "error" : "errors"} in the table; ${created + changed > 0 ? "the other rows were imported" : "nothing was written"}`;
    return problem(422, detail, { members: report });
  },
);
