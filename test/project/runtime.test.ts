import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkRedisVersion } from "#bin/install/programs.mjs";

const pinned = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync("node_modules/node/package.json", "utf8")));

test("tests run on the Node that the project pins", () => {
  expect(process.version).toBe(`v${pinned.version}`);
});

test("npm scripts run on the pinned Node, whatever Node the machine has", () => {
  const systemFolders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const env = { ...process.env, PATH: systemFolders.join(delimiter) };
  const printed = execFileSync("npm", ["run", "-s", "node", "--", "-v"], { encoding: "utf8", env });
  expect(printed.trim()).toBe(`v${pinned.version}`);
});

test("a Redis that is too old is refused with instructions; one of an unknown version is accepted", () => {
  expect(checkRedisVersion("6.0.16")).toMatch(/6\.0\.16.*7\.0.*REDIS_URL/s);
  for (const version of ["7.0.15", "8.4.0", "10.0.1", ""]) expect(checkRedisVersion(version)).toBeNull();
});
