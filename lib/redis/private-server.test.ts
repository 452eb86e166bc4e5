import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askRedis } from "./launch.ts";
import { startPrivateServer } from "./private-server.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fwr-private-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function using<T>(url: string, work: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client as ReturnType<typeof createClient>);
  } finally {
    client.destroy();
  }
}

test("a second start finds the same data at the same address; the address is the owner's alone to read", async () => {
  const first = await startPrivateServer(dataDir);
  await using(first.url, (client) => client.set("kept", "yes"));
  await first.release();
  expect(await askRedis(first.url)).toBe("away");
  const second = await startPrivateServer(dataDir);
  expect(second.url).toBe(first.url);
  expect(await using(second.url, (client) => client.get("kept"))).toBe("yes");
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

test("a server that is killed comes back by itself with what it had acknowledged", async () => {
  const server = await startPrivateServer(dataDir);
  const pid = await using(server.url, async (client) => {
    await client.set("kept", "yes");
    return Number(/process_id:(\d+)/.exec(await client.info("server"))?.[1]);
  });
  process.kill(pid, "SIGKILL");
  while ((await askRedis(server.url)) === "ready") await sleep(10);
  const until = Date.now() + 60_000;
  while (Date.now() < until && (await askRedis(server.url)) !== "ready") await sleep(50);
  expect(await using(server.url, (client) => client.get("kept"))).toBe("yes");
  await server.release();
  expect(await askRedis(server.url)).toBe("away");
});
