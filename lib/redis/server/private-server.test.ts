import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { folderOf } from "#lib/process/other-process.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { pidsOf } from "#test/servers/processes.ts";
import { readPid, sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { askRedis, launchRedis } from "./launch.ts";
import { findPrivateUrl, repairPrivateServer, startPrivateServer } from "./private-server.ts";

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

test("whose folder was deleted while it ran is shut down all the same", async () => {
  const server = await startPrivateServer(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  await server.release();
  expect(await askRedis(server.url)).toBe("away");
});

test("nobody without the password gets in", async () => {
  const server = await startPrivateServer(dataDir);
  const open = new URL(server.url);
  open.password = "";
  expect(await askRedis(open.href)).toBe("refused");
  await server.release();
});

/** Kills the server at an address, and waits until another one answers there with its data. */
async function killServer(url: string): Promise<void> {
  const pid = await readPid(url);
  process.kill(pid, "SIGKILL");
  await until(async () => (await sendToRedis(url, "GET", "kept")) === "yes" && (await readPid(url)) !== pid);
}

test("a server that is killed comes back by itself with what it had acknowledged", async () => {
  const server = await startPrivateServer(dataDir);
  await sendToRedis(server.url, "SET", "kept", "yes");
  await killServer(server.url);
  await server.release();
  expect(await askRedis(server.url)).toBe("away");
});

test("a server that ran already is started again when it is killed, as often as that happens", async () => {
  await (await startPrivateServer(dataDir)).release();
  const url = (await findPrivateUrl(dataDir)) ?? "";
  const running = await launchRedis(url, [join(dataDir, "redis/redis.conf")]);
  const server = await startPrivateServer(dataDir);
  expect([server.url, await readPid(url)]).toEqual([url, running.child.pid]);
  await sendToRedis(url, "SET", "kept", "yes");
  for (let time = 0; time < 3; time++) await killServer(url);
  await server.release();
  expect(await askRedis(url)).toBe("away");
});

test("of several that use a server and see it die, one starts it again", async () => {
  const servers = await Promise.all([1, 2, 3].map(() => startPrivateServer(dataDir)));
  const [{ url } = { url: "" }] = servers;
  expect(servers.map((server) => server.url)).toEqual([url, url, url]);
  await sendToRedis(url, "SET", "kept", "yes");
  for (let time = 0; time < 3; time++) {
    await killServer(url);
    const folder = join(dataDir, "redis");
    expect(pidsOf("redis-server").filter((pid) => folderOf(pid) === folder)).toEqual([await readPid(url)]);
  }
  for (const server of servers) await server.release();
});

describe("a copy of a data directory", () => {
  const copyOf = async (folder: string) => {
    const copy = await mkdtemp(join(tmpdir(), "fwr-copy-"));
    onTestFinished(() => rm(copy, { recursive: true, force: true }));
    await cp(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };

  test("has a Redis of its own, beside the original that runs", async () => {
    const original = await startPrivateServer(dataDir);
    await sendToRedis(original.url, "SET", "kept", "yes");
    const copy = await copyOf(dataDir);
    expect(await findPrivateUrl(copy)).toBeNull();
    const copied = await startPrivateServer(copy);
    expect(copied.copyOf).toBe(join(dataDir, "redis"));
    const [first, second] = [new URL(original.url), new URL(copied.url)];
    expect(second.port).not.toBe(first.port);
    expect(second.password).not.toBe(first.password);
    expect(await sendToRedis(copied.url, "GET", "kept")).toBe("yes");
    await sendToRedis(copied.url, "SET", "kept", "changed");
    await copied.release();
    expect(await askRedis(copied.url)).toBe("away");
    expect(await sendToRedis(original.url, "GET", "kept")).toBe("yes");
    await original.release();
    const again = await startPrivateServer(copy);
    expect([again.url, again.copyOf]).toEqual([copied.url, null]);
    await again.release();
  });

  test("that was started first does not get the original's clients, nor its end", async () => {
    await (await startPrivateServer(dataDir)).release();
    const copied = await startPrivateServer(await copyOf(dataDir));
    const original = await startPrivateServer(dataDir);
    expect(original.url).not.toBe(copied.url);
    await original.release();
    expect(await askRedis(copied.url)).toBe("ready");
    await copied.release();
  });

  test("that a copied address leads to is told by the files that are open there", async () => {
    const server = await startPrivateServer(dataDir);
    const other = await mkdtemp(join(tmpdir(), "fwr-other-"));
    const mine = await startPrivateServer(other);
    await mine.release();
    await writeFile(join(other, "redis/url"), `${server.url}\n`);
    const again = await startPrivateServer(other);
    expect(again.url).not.toBe(server.url);
    expect(new URL(again.url).password).not.toBe(new URL(server.url).password);
    await again.release();
    expect(await askRedis(server.url)).toBe("ready");
    await server.release();
    await rm(other, { recursive: true });
  });

  test("is none where the original was moved: address and password stay", async () => {
    const server = await startPrivateServer(dataDir);
    await server.release();
    const moved = `${dataDir}-moved`;
    await rename(dataDir, moved);
    const again = await startPrivateServer(moved);
    expect([again.url, again.copyOf]).toEqual([server.url, null]);
    await again.release();
    await rm(moved, { recursive: true });
  });
});

describe("damaged data", () => {
  const files = () => join(dataDir, "redis/appendonlydir");
  const fileLike = async (end: string) =>
    join(files(), (await readdir(files())).find((name) => name.endsWith(end)) ?? "");

  /** Overwrites part of a file. @param place share of its length */
  async function damage(end: string, place: number): Promise<void> {
    const file = await fileLike(end);
    const bytes = await readFile(file);
    bytes.fill(0, Math.floor(bytes.length * place), Math.floor(bytes.length * place) + 20);
    await writeFile(file, bytes);
  }

  beforeEach(async () => {
    const server = await startPrivateServer(dataDir);
    await sendToRedis(server.url, "SET", "kept", "yes");
    await sendToRedis(server.url, "BGREWRITEAOF");
    await until(async () =>
      /aof_rewrite_in_progress:0/.test(String(await sendToRedis(server.url, "INFO", "persistence"))),
    );
    for (let i = 0; i < 20; i++) await sendToRedis(server.url, "HSET", `order:${i}`, "total", "1");
    for (let i = 0; i < 5; i++) await sendToRedis(server.url, "SADD", "{cart:1}:merged", `guest-${i}`);
    await server.release();
  });

  test("is said to be damaged, with what to do; repaired, it is there up to the damage, and what was lost is said", async () => {
    await damage(".incr.aof", 0.5);
    await expect(startPrivateServer(dataDir)).rejects.toThrow(/is damaged; Redis says: Bad file format.*--repair/s);
    const repair = await repairPrivateServer(dataDir);
    if (!repair.ok) throw new Error(repair.reason);
    expect(repair.bytes).toBeGreaterThan(0);
    const { order = 0, cart } = repair.writes;
    expect([cart, repair.writes]).toEqual([5, { order, cart: 5 }]);
    expect((await readdir(repair.kept)).sort()).toEqual((await readdir(files())).sort());
    const server = await startPrivateServer(dataDir);
    // The keys and the one command that was hit.
    expect(await sendToRedis(server.url, "DBSIZE")).toBe(1 + 20 - order - 1);
    expect(await sendToRedis(server.url, "GET", "kept")).toBe("yes");
    expect(await repairPrivateServer(dataDir)).toMatchObject({ ok: false, reason: expect.stringMatching(/running/) });
    await server.release();
    expect(await repairPrivateServer(dataDir)).toMatchObject({ ok: false, isSound: true });
  });

  test("of another kind is named, and what can't be repaired is left as it was", async () => {
    const kinds: [string, () => Promise<unknown>][] = [
      ["base", () => damage(".base.rdb", 0.3)],
      ["manifest", async () => writeFile(await fileLike(".manifest"), "nonsense\n")],
      ["missing", async () => rm(await fileLike(".incr.aof"))],
    ];
    const whole = `${dataDir}-whole`;
    await cp(dataDir, whole, { recursive: true });
    for (const [kind, doIt] of kinds) {
      await rm(files(), { recursive: true });
      await cp(join(whole, "redis/appendonlydir"), files(), { recursive: true });
      await doIt();
      const before = await readdir(files());
      await expect(startPrivateServer(dataDir), kind).rejects.toThrow(/is damaged; Redis says: .*Restore a backup/s);
      const repair = await repairPrivateServer(dataDir);
      expect(repair, kind).toMatchObject({ ok: false, isSound: false, reason: expect.stringMatching(/backup/) });
      expect(await readdir(files()), kind).toEqual(before);
    }
    await rm(whole, { recursive: true });
  });

  test("that was written by a newer Redis is not called damaged", async () => {
    const file = await fileLike(".base.rdb");
    const bytes = await readFile(file);
    bytes.write("REDIS9999", 0, "latin1");
    await writeFile(file, bytes);
    await expect(startPrivateServer(dataDir)).rejects.toThrow("was written by a newer Redis");
  });

  test("in its last command is no damage: Redis leaves that out by itself", async () => {
    const file = await fileLike(".incr.aof");
    await writeFile(file, (await readFile(file)).subarray(0, -5));
    const server = await startPrivateServer(dataDir);
    expect(await sendToRedis(server.url, "SCARD", "{cart:1}:merged")).toBe(4);
    await server.release();
  });
});
