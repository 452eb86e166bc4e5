import { CSV_MARK, csvLine } from "#lib/csv.ts";
import { CSV_COLUMNS, formatCsvRows } from "#lib/sku/import/table/csv.ts";
import { listSkus } from "#lib/sku/store.ts";
import { download } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** The catalogue as CSV, written page by page so that it is never in memory as a whole. */
async function* writeTable(): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(CSV_COLUMNS);
  let cursor: string | undefined;
  do {
    const page = await listSkus({ sort: "newest", limit: 100, cursor });
    yield formatCsvRows(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

export const GET = route({ visitor: "admin" }, async () =>
  download("skus.csv", "text/csv; charset=utf-8", writeTable()),
);
