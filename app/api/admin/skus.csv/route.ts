import { COLUMNS, formatRows } from "#lib/sku/edit/csv.ts";
import { listSkus } from "#lib/sku/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** The whole catalogue as a table, a page at a time: no part of it waits in memory. */
async function* writeTable(): AsyncGenerator<string> {
  yield `${COLUMNS.join(",")}\r\n`;
  let cursor: string | undefined;
  do {
    const page = await listSkus({ sort: "newest", limit: 100, cursor });
    yield formatRows(page.items);
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
