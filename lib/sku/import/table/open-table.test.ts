import { expect, test } from "vitest";
import { openTable } from "./open-table.ts";

const KNOWN = new Set(["id", "name", "price"]);

async function read(text: string) {
  const table = await openTable(Buffer.from(text), KNOWN);
  if (!table.ok) return { rows: [], errors: [table.error] };
  const all = (await Array.fromAsync(table.rows)).flat();
  const problems = all.flatMap(({ line, problem }) => (problem ? [{ line, field: "", message: problem }] : []));
  return { rows: all.filter(({ problem }) => !problem), errors: [...table.errors, ...problems], ...table.header };
}
const cellsOf = async (text: string) => (await read(text)).rows.map(({ cells }) => cells);
const errorsOf = async (text: string) => (await read(text)).errors;

test("C1: a quote within a cell is kept as typed; one that is never closed is named by its row", async () => {
  expect(await cellsOf('id,name\nm1,13" monitor\nm2,"abc"def\nm3,"say ""no"""\n')).toEqual([
    ["m1", '13" monitor'],
    ["m2", '"abc"def'],
    ["m3", 'say "no"'],
  ]);
  expect(await errorsOf('id,name\na,b\nc,"open\nb,c\n')).toEqual([
    { line: 3, field: "", message: "A quote that opens in this row is never closed" },
  ]);
  // Quotes alone must not become work.
  expect((await read(`id,name\na,${'""'.repeat(200_000)}x\n`)).rows).toHaveLength(1);
});

test("C2: a row with more or fewer cells than columns is an error, never shifted or cut", async () => {
  expect(await errorsOf("id,name,price\nlap1,Laptop,1,299\nlap2,Laptop\n")).toEqual([
    { line: 2, field: "", message: "The row has 4 cells, and there are 3 columns" },
    { line: 3, field: "", message: "The row has 2 cells, and there are 3 columns" },
  ]);
});

test("C7: lines are counted as an editor counts them, with empty ones and line breaks in cells", async () => {
  const linesOf = async (text: string) => (await read(text)).rows.map(({ line }) => line);
  expect(await linesOf('\n\nid,name\r\n\r\n"a","two\nlines"\nb,c\n')).toEqual([5, 7]);
  expect(await linesOf('id,name\r\n"a","two\r\nlines\rx"\r\nb,c\r\n')).toEqual([2, 5]);
  const many = "a,b\n".repeat(50_000);
  expect((await linesOf(`id,name\n${many}`)).at(-1)).toBe(50_001);
});

test("C9: empty columns that a spreadsheet leaves are left out; one with content has to have a name", async () => {
  expect(await cellsOf("id,,name,,\na,,b,,\n,,,,\nc,,d,,,,\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(await errorsOf("id,name,\na,b,x\n")).toMatchObject([{ line: 2, field: "" }]);
  expect(await errorsOf("id,name,id\na,b,c\n")).toEqual([{ line: 1, field: "id", message: "is a column twice" }]);
});

test("C10: commas, semicolons and tabs are recognized, or told by sep=, with any line ending", async () => {
  const expected = [["a1", "Lamp, big"]];
  for (const text of [
    "id;name\na1;Lamp, big",
    "id\tname\ra1\tLamp, big\r",
    'sep=,\nid,name\na1,"Lamp, big"',
    "sep=;\r\nid;name\r\na1;Lamp, big",
  ])
    expect(await cellsOf(text), text).toEqual(expected);
  expect((await read("sep=;\nid;price\na;x")).rows[0]?.line).toBe(3);
  expect(await errorsOf("")).toHaveLength(1);
});

test("a character that was lost when the file was saved is refused by its line", async () => {
  expect(await errorsOf("id,name\na,b\nc,M\uFFFDbel\n")).toMatchObject([{ line: 3 }]);
});
