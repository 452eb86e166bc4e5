import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { startPrivateServer } from "#lib/redis/server/private-server.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";

const root = join(import.meta.dirname, "..");
const dataDir = mkdtempSync(join(tmpdir(), "fwr-seed-"));
let server: LaunchedRedis;

beforeAll(async () => {
  server = await launchTestRedis();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

function seed(args: readonly string[], env: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH: process.env.PATH ?? "", NODE_ENV: "test" as const, ...env } };
    const child = execFile(process.execPath, ["bin/seed.ts", ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, text: stdout + stderr });
    });
  });
}

test.each(["0", "1000001", "12.5"])("a count of %j is refused with the bounds", async (count) => {
  const { code, text } = await seed([`--count=${count}`], { REDIS_URL: server.url });
  expect(code).toBe(1);
  expect(text).toBe(`--count must be a whole number from 1 to 1,000,000, not "${count}"\n`);
});

test("an unknown option is named", async () => {
  const { code, text } = await seed(["--counts", "5"], { REDIS_URL: server.url });
  expect(code).toBe(1);
  expect(text).toMatch(/^Unknown option '--counts'/);
});

test("--help needs no Redis", async () => {
  const { code, text } = await seed(["--help"], {});
  expect(code).toBe(0);
  expect(text).toContain("npm run seed -- --count 100000");
});

test("without any Redis it explains what to do", async () => {
  const { code, text } = await seed([], { DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(text).toMatch(/^No Redis found.*npm start.*REDIS_URL\.\n$/s);
});

test("a Redis that does not answer is named, without its password", async () => {
  const { code, text } = await seed([], { REDIS_URL: "redis://:hush@127.0.0.1:1" });
  expect(code).toBe(1);
  expect(text).toContain("redis://127.0.0.1:1): connect ECONNREFUSED");
  expect(text).not.toContain("hush");
});

test("fills the Redis that npm start runs: first the samples, then the requested count, each SKU once", async () => {
  const running = await startPrivateServer(dataDir);
  const first = await seed(["--count", "300"], { DATA_DIR: dataDir });
  expect(first.text).toContain("The store was empty: 96 sample SKUs written.");
  expect(first.text).toMatch(/300 generated SKUs written in [\d.]+ s, 0 already existed/);
  const again = await seed(["--count", "350"], { DATA_DIR: dataDir });
  expect(again.text).toMatch(/50 generated SKUs written in [\d.]+ s, 300 already existed/);
  expect(again.text).toContain("The catalogue has 446 SKUs in 8 categories.");
  expect(again.code).toBe(0);
  const example = await seed(["--example"], { DATA_DIR: dataDir });
  expect(example.text).toMatch(/user:1 +made: Parker Perry\ncart:1 +made: sku123 2, sku456 1\nsku:sku123 +was there: /);
  expect(example.text).toMatch(/biglist +made: 10000 down to 1\nPassword of parker, shown this once: [\w-]{16}\n$/);
  await running.release();
});
