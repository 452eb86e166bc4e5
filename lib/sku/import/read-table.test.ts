import { expect, test } from "vitest";
import { readTable } from "./read-table.ts";

const cellsOf = (text: string) => readTable(text).rows.map(({ cells }) => cells);
const errorsOf = (text: string) => readTable(text).errors;

test("C1: a quote within a cell is kept as typed; one that is never closed is named by its row", () => {
  expect(cellsOf('id,name\nm1,13" monitor\nm2,"abc"def\nm3,"say ""no"""\n')).toEqual([
    ["m1", '13" monitor'],
    ["m2", '"abc"def'],
    ["m3", 'say "no"'],
  ]);
  expect(errorsOf('id,name\na,b\nc,"open\nb,c\n')).toEqual([
    { line: 3, field: "", message: "A quote that opens in this row is never closed" },
  ]);
  // Quotes alone must not become work.
  expect(readTable(`id,name\na,${'""'.repeat(200_000)}x\n`).rows).toHaveLength(1);
});

test("C2: a row with more or fewer cells than columns is an error, never shifted or cut", () => {
  expect(errorsOf("id,name,price\nlap1,Laptop,1,299\nlap2,Laptop\n")).toEqual([
    { line: 2, field: "", message: "The row has 4 cells, and there are 3 columns" },
    { line: 3, field: "", message: "The row has 2 cells, and there are 3 columns" },
  ]);
});

test("C7: lines are counted as an editor counts them, with empty ones and line breaks in cells", () => {
  const table = readTable('\n\nid,name\r\n\r\n"a","two\nlines"\nb,c\n');
  expect(table.rows.map(({ line }) => line)).toEqual([5, 7]);
});

test("C9: empty columns that a spreadsheet leaves are left out; one with content has to have a name", () => {
  expect(cellsOf("id,,name,,\na,,b,,\n,,,,\nc,,d,,,,\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(errorsOf("id,name,\na,b,x\n")).toMatchObject([{ line: 1, field: "" }]);
  expect(errorsOf("id,name,id\na,b,c\n")).toEqual([{ line: 1, field: "id", message: "is a column twice" }]);
});

test("C10: commas, semicolons and tabs are recognized, or told by sep=, with any line ending", () => {
  const expected = [["a1", "Lamp, big"]];
  for (const text of [
    "id;name\na1;Lamp, big",
    "id\tname\ra1\tLamp, big\r",
    'sep=,\nid,name\na1,"Lamp, big"',
    "sep=;\r\nid;name\r\na1;Lamp, big",
  ])
    expect(cellsOf(text), text).toEqual(expected);
  expect(readTable("sep=;\nid;price\na;x").rows[0]?.line).toBe(3);
  expect(errorsOf("id|name|price\n1|2|3\n4|5|6")).toHaveLength(1);
  expect(errorsOf("Handle,Title,Body (HTML)\nx,y,z")).toMatchObject([{ line: 1 }]);
  expect(errorsOf("")).toHaveLength(1);
});

test("a character that was lost when the file was saved is refused by its line", () => {
  expect(errorsOf("id,name\na,b\nc,M\uFFFDbel\n")).toMatchObject([{ line: 3 }]);
});
