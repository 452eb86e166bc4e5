import { CSV_COLUMNS, formatCsvRows } from "#lib/sku/edit/csv.ts";
import { listSkus } from "#lib/sku/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** The catalogue as CSV, written page by page so that it is never in memory as a whole. */
async function* writeTable(): AsyncGenerator<string> {
  yield `${CSV_COLUMNS.join(",")}\r\n`;
  let cursor: string | undefined;
  do {
    const page = await listSkus({ sort: "newest", limit: 100, cursor });
    yield formatCsvRows(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

export const GET = route({ visitor: "admin" }, async () => {
  const rows = writeTable();
  const encoder = new TextEncoder();
  const table = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await rows.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="skus.csv"',
  };
  return new Response(table, { headers });
});
