import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What is known of a script from the module beside it. */
interface Described {
  file: string;
  options: { keys: readonly string[]; args: readonly string[]; rest?: boolean };
}

const isDescribed = (value: unknown): value is Described =>
  typeof value === "function" && "file" in value && "options" in value;

const luaFiles = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".lua"))
  .map((file) => join("lib", file));

/** The highest index by which a script reads a table, 0 when it reads none. */
const highest = (source: string, table: "KEYS" | "ARGV") =>
  Math.max(0, ...Array.from(source.matchAll(new RegExp(`${table}\\[(\\d+)\\]`, "g")), ([, index]) => Number(index)));

test("there are scripts", () => {
  expect(luaFiles.length).toBeGreaterThan(30);
});

test.each(luaFiles)("%s has its typed caller beside it, with every key and argument named", async (file) => {
  const exports: unknown[] = Object.values(await import(join(process.cwd(), file.replace(/\.lua$/, ".ts"))));
  const callers = exports.filter(isDescribed);
  expect(callers.length).toBeGreaterThan(0);
  const source = readFileSync(file, "utf8").replace(/^\s*--.*$/gm, "");
  for (const { file: named } of callers) expect(named).toBe(file);
  expect(Math.max(...callers.map(({ options }) => options.keys.length))).toBe(highest(source, "KEYS"));
  for (const { options } of callers) {
    // An argument past the named ones is one of the rest.
    if (options.rest) expect(highest(source, "ARGV")).toBeLessThanOrEqual(options.args.length);
    else expect(highest(source, "ARGV")).toBe(options.args.length);
  }
});
