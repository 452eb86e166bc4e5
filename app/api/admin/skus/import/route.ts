import { z } from "zod";
import { idempotencyKey } from "#lib/order/schema.ts";
import { decodeTable } from "#lib/sku/import/decode.ts";
import { importSkus } from "#lib/sku/import/import.ts";
import { importQuery, MAX_TABLE_BYTES } from "#lib/sku/import/schema.ts";
import { checkFresh } from "#lib/web/request/admit.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { refusal, route } from "#lib/web/routes/route.ts";

/** Imports a CSV table; with `dryRun` it only says what would change. Nothing is written when there are errors. */
export const POST = route(
  { visitor: "admin", query: importQuery, bytes: MAX_TABLE_BYTES },
  async ({ context, visitor, query: { dryRun, setStock }, bytes }) => {
    const notFresh = dryRun ? null : checkFresh(visitor, "fresh-admin");
    if (notFresh) return refusal(notFresh);
    const key = idempotencyKey.or(z.null()).safeParse(context.header("idempotency-key"));
    if (!key.success) return problem(400, "The header Idempotency-Key must be 1 to 255 printable ASCII characters");
    const table = decodeTable(bytes);
    const { created, changed, same, errors } = await importSkus(table, { dryRun, setStock, operation: key.data ?? "" });
    const report = { created, changed, same, errors };
    if (errors.length === 0) return report;
    const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    const rest = created + changed > 0 ? "the other rows were imported" : "nothing was written";
    return problem(422, `${count} in the table; ${rest}`, { members: report });
  },
);
