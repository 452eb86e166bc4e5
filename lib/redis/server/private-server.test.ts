import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { askRedis } from "./launch.ts";
import { startPrivateServer } from "./private-server.ts";

let dataDir = "";
beforeAll(() => setLongTimeouts());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fwr-private-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test("a second start finds the same data at the same address; the address is the owner's alone to read", async () => {
  const first = await startPrivateServer(dataDir);
  await sendToRedis(first.url, "SET", "kept", "yes");
  await first.release();
  expect(await askRedis(first.url)).toBe("away");
  const second = await startPrivateServer(dataDir);
  expect(second.url).toBe(first.url);
  expect(await sendToRedis(second.url, "GET", "kept")).toBe("yes");
  expect((await stat(join(dataDir, "redis/url"))).mode & 0o777).toBe(0o600);
  await second.release();
});

test("nobody without the password gets in", async () => {
  const server = await startPrivateServer(dataDir);
  const open = new URL(server.url);
  open.password = "";
  expect(await askRedis(open.href)).toBe("refused");
  await server.release();
});
