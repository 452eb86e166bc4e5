import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listAudit } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { largeKeys, randomKeys } from "#test/random-keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { describeRedis, fillRedis } from "#test/servers/redis-contents.ts";
import { launchTestNodes, launchTestRedis, type TestNodes } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

/** `npm run backup` and `npm run restore`, as from a terminal, between Redis of every shape. */

const { server } = setUpRedis(() => launchTestRedis("--enable-debug-command", "yes"));
const root = join(import.meta.dirname, "..");
let cluster: TestNodes;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-backup-"));
  cluster = await launchTestNodes();
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

const inFolder = (name: string) => join(folder, name);

type Env = Record<string, string>;
const NO_REDIS: Env = { REDIS_URL: "", REDIS_CLUSTER: "", REDIS_SENTINEL: "" };
const onServer = (): Env => ({ ...NO_REDIS, REDIS_URL: server().url });
const onCluster = (): Env => ({ ...NO_REDIS, REDIS_CLUSTER: cluster.addresses });

function run(command: "backup" | "restore", args: string[], env: Env): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [join(root, `bin/${command}.ts`), ...args], options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, text: out + err }),
    );
  });
}

async function succeed(...call: Parameters<typeof run>): Promise<string> {
  const { code, text } = await run(...call);
  expect(code, text).toBe(0);
  return text;
}

/** All that Redis holds but the audit stream, which every command adds to. */
async function describeAll(): Promise<unknown> {
  await withRedis((redis) => redis.unlink(keys.audit));
  return describeRedis(server().url);
}

test("from a server into a cluster and back into a server every key is the same", async () => {
  const filled = [...fc.sample(randomKeys, 4).flat(), ...largeKeys()];
  const named = new Map(filled.map((one) => [Buffer.from(one.key).toString("hex"), one]));
  await fillRedis([...named.values()]);
  const before = await describeAll();
  const said = await succeed("backup", ["--file", inFolder("a.ndjson"), "--verify", "--all"], onServer());
  expect(said).toMatch(/keys in \S+a\.ndjson.*Verified: the file holds what was read/s);
  expect((await listAudit({ limit: 1 })).items).toMatchObject([{ what: "backup-made", who: "operator" }]);
  await succeed("restore", ["--file", inFolder("a.ndjson"), "--verify"], onCluster());
  await succeed("backup", ["--file", inFolder("b.ndjson.gz"), "--all"], onCluster());
  const replaced = await succeed("restore", ["--file", inFolder("b.ndjson.gz"), "--replace", "--verify"], onServer());
  expect((await listAudit({ limit: 1 })).items).toMatchObject([{ what: "backup-restored", who: "operator" }]);
  expect(replaced).toMatch(/\d+ keys were deleted.*Verified: Redis holds what the file says/s);
  expect(await describeAll()).toEqual(before);
});

test("Ctrl-C cancels a backup and a restore, with exit code 130", async () => {
  const script = 'for i = 1, 20000 do redis.call("SET", "user:" .. i, i) end';
  await withRedis((redis) => redis.eval(script, { keys: ["user:1"] }));
  await succeed("backup", ["--file", inFolder("many.ndjson")], onServer());
  const commands = [
    ["backup", ["--file", inFolder("cancelled.ndjson")]],
    ["restore", ["--file", inFolder("many.ndjson"), "--replace"]],
  ] as const;
  for (const [command, args] of commands) {
    const child = spawn(process.execPath, [join(root, `bin/${command}.ts`), ...args], {
      cwd: root,
      env: { ...process.env, ...onServer() },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const begun = async () => {
      if (command === "backup") return (await readdir(folder)).includes("cancelled.ndjson.part");
      return (await withRedis((redis) => redis.exists(keys.unfinishedRestore))) === 1;
    };
    while (!(await begun()) && child.exitCode === null) await sleep(5);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect([code, errors]).toEqual([130, expect.stringContaining("Cancelled")]);
  }
  expect((await readdir(folder)).filter((name) => name.startsWith("cancelled"))).toEqual([]);
});

test("while slots of a cluster are being moved there is no backup: keys on their way would be missing", async () => {
  const [from = "", to = ""] = cluster.nodes.map(({ url }) => url);
  await sendToRedis(from, "CLUSTER", "SETSLOT", "0", "MIGRATING", String(await sendToRedis(to, "CLUSTER", "MYID")));
  const { code, text } = await run("backup", ["--file", inFolder("moving.ndjson")], onCluster());
  await sendToRedis(from, "CLUSTER", "SETSLOT", "0", "STABLE");
  expect([code, text]).toEqual([1, expect.stringContaining("Slots of the cluster are being moved")]);
});

test("what is wrong is said in a sentence, with exit code 1", async () => {
  for (const [command, args, expected] of [
    ["backup", ["--file", "no/such/folder/a.ndjson"], /^no\/such\/folder\/a\.ndjson can't be written: ENOENT/m],
    ["restore", ["--file", "nothing.ndjson"], /^nothing\.ndjson can't be read: there is no such file\./],
  ] as const) {
    const { code, text } = await run(command, [...args], onServer());
    expect([code, text]).toEqual([1, expect.stringMatching(expected)]);
    expect(text).not.toMatch(/\n\s+at /);
  }
});
