import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const pinned = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync("node_modules/node/package.json", "utf8")));

test("tests run on the Node that the project pins", () => {
  expect(process.version).toBe(`v${pinned.version}`);
});

test("npm scripts run on the pinned Node, whatever the machine has", () => {
  const machines = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const env = { ...process.env, PATH: machines.join(delimiter) };
  const printed = execFileSync("npm", ["run", "-s", "node", "--", "-v"], { encoding: "utf8", env });
  expect(printed.trim()).toBe(`v${pinned.version}`);
});
