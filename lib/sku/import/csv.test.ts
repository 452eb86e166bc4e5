import fc from "fast-check";
import { expect, test } from "vitest";
import { CSV_COLUMNS, formatCsvRows } from "./csv.ts";
import { readRow } from "./plan.ts";
import { readTable } from "./read-table.ts";

const header = CSV_COLUMNS.join(",");

/** The description and limit that a written row reads back as. */
function readBack(description: string, purchaseLimit: number | null, name = "N") {
  const rest = { brand: "", image: "/pictures/tent.svg", purchaseLimit };
  const sku = { id: "A", name, price: "1.00", stock: 2, category: "c", description, ...rest };
  const table = readTable(`\uFEFF${header}\r\n${formatCsvRows([sku])}`);
  expect(table.errors).toEqual([]);
  const [cells] = table.rows;
  if (!cells) throw new Error("no row");
  const { row, errors } = readRow(cells, table);
  expect(errors).toEqual([]);
  return { sku: { ...row.values, id: row.id }, written: sku };
}

test("C4, C14: a written table reads back unchanged, in every character", () => {
  const unit = fc.constantFrom(..."a\",\n'=-+@\té ＝＋;|\\".split(""), "\r\n", "\r", "👩‍🚀", "\u0000");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), fc.constantFrom(null, 1, 99), (description, purchaseLimit) => {
      const { sku, written } = readBack(description.trim(), purchaseLimit);
      expect(sku).toEqual(written);
    }),
  );
});

test.each(["'-20 sleeping bag", "=1+1", "''=x", "'quoted'", "＝1+1"])(
  "C4: the name %s survives export and import",
  (name) => expect(readBack("", null, name).sku.name).toBe(name),
);

test.each(["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])(
  "C14: %j is no formula in a spreadsheet",
  (description) => {
    const rest = { brand: "", image: "", purchaseLimit: null };
    const row = formatCsvRows([{ id: "A", name: "N", price: "1.00", stock: 2, category: "c", description, ...rest }]);
    expect(row).toContain(`'${description}`);
  },
);
