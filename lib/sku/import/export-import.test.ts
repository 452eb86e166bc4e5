import fc from "fast-check";
import { expect, test } from "vitest";
import { Notes } from "./formats/notes.ts";
import { knownNames, suggestMapping } from "./formats/recognize.ts";
import { SourceTable } from "./formats/source-table.ts";
import { readRow } from "./plan/read-row.ts";
import { CSV_COLUMNS, formatCsvRows } from "./table/csv.ts";
import { openTable } from "./table/open-table.ts";

const header = CSV_COLUMNS.join(",");

/** The description and limit that a written row reads back as. */
async function readBack(description: string, purchaseLimit: number | null, name = "N") {
  const rest = { brand: "", image: "/pictures/tent.svg", purchaseLimit };
  const sku = { id: "A", name, price: "1.00", stock: 2, category: "c", description, ...rest };
  const table = await openTable(Buffer.from(`${header}\r\n${formatCsvRows([sku])}`), knownNames);
  if (!table.ok) throw new Error(table.error.message);
  const { columns } = table.header;
  const source = new SourceTable(columns, "own", suggestMapping("own", columns), "last", new Notes());
  const read = (await Array.fromAsync(table.rows)).flat().flatMap((row) => source.read(row));
  expect(read).toHaveLength(1);
  const { row, errors } = readRow(2, read[0]?.cells ?? {}, false);
  expect(errors).toEqual([]);
  return { sku: { ...row.values, id: row.id }, written: sku };
}

test("C4, C14: a written table reads back unchanged, in every character", async () => {
  const unit = fc.constantFrom(..."a\",\n'=-+@\té ＝＋;|\\".split(""), "\r\n", "\r", "👩‍🚀", "\u0000");
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit, maxLength: 8 }),
      fc.constantFrom(null, 1, 99),
      async (description, purchaseLimit) => {
        const { sku, written } = await readBack(description.trim(), purchaseLimit);
        expect(sku).toEqual(written);
      },
    ),
  );
});

test.each(["'-20 sleeping bag", "=1+1", "''=x", "'quoted'", "＝1+1"])(
  "C4: the name %s survives export and import",
  async (name) => expect((await readBack("", null, name)).sku.name).toBe(name),
);

test.each(["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])(
  "C14: %j is no formula in a spreadsheet",
  (description) => {
    const rest = { brand: "", image: "", purchaseLimit: null };
    const row = formatCsvRows([{ id: "A", name: "N", price: "1.00", stock: 2, category: "c", description, ...rest }]);
    expect(row).toContain(`'${description}`);
  },
);
