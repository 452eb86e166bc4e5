import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backUp, checkBackup } from "#lib/backup/backup.ts";
import { restore } from "#lib/backup/restore.ts";
import { withRedis } from "#lib/redis/client.ts";
import { checkData } from "#lib/upgrade/upgrade.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { recordFault, repetitions } from "./result.ts";

/** A backup and a restore that are killed, at any moment. */

const KEYS = 10_000;
const root = join(import.meta.dirname, "../..");
const never = new AbortController().signal;
const { server } = setUpRedis(() => launchTestRedis("--enable-debug-command", "yes"));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-backup-"));
});
afterAll(() => rm(folder, { recursive: true }));

const digest = async () => String(await sendToRedis(server().url, "DEBUG", "DIGEST"));

function start(command: "backup" | "restore", ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, `bin/${command}.ts`), ...args], { cwd: root, stdio: "ignore" });
}

/** Kills a command a random time after its work has begun. @returns whether it was done before */
async function kill(child: ChildProcess, begun: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const exited = once(child, "exit");
  while (!(await begun()) && child.exitCode === null) await sleep(5);
  await Promise.race([sleep(Math.random() * withinMs), exited]);
  child.kill("SIGKILL");
  const [code] = await exited;
  return code === 0;
}

test("a restore that is killed leaves a store that does not start, and repeating it brings everything back", async (context) => {
  const write = `for i = 1, ${KEYS} do redis.call("HSET", "user:" .. i, "username", i, "email", "a@example.com") end`;
  await withRedis((redis) => redis.eval(write, { keys: ["user:1"] }));
  const before = await digest();
  const file = join(folder, "whole.ndjson");
  await backUp(file, { all: false, signal: never });
  const keys = await checkBackup(file, never);
  const times = repetitions(1, 20);
  let lost = 0;
  for (let i = 0; i < times; i++) {
    const begun = async () => (await checkData()) !== null;
    const done = await kill(start("restore", "--file", file, "--replace"), begun, 500);
    if (!done) {
      expect(await checkData()).toMatchObject({ reason: "unfinished-restore" });
      // Not even --replace is needed: what is there are parts of backups.
      await restore(file, { keys, replace: false, verify: true, signal: never });
    }
    if ((await digest()) !== before) lost++;
    expect(await checkData()).toBeNull();
  }
  recordFault(context, { fault: "restore killed, then repeated", times, lost: { stores: lost } });
  expect(lost).toBe(0);
});

test("a backup that is killed leaves no file that could be taken for a backup", async (context) => {
  const write = `for i = 1, ${KEYS} do redis.call("SET", "user:" .. i, i) end`;
  await withRedis((redis) => redis.eval(write, { keys: ["user:1"] }));
  const times = repetitions(1, 20);
  for (let i = 0; i < times; i++) {
    const file = join(folder, `${i}.ndjson.gz`);
    const begun = async () => existsSync(`${file}.part`);
    const done = await kill(start("backup", "--file", file), begun, 300);
    expect(existsSync(file)).toBe(done);
    if (done) expect(await checkBackup(file, never)).toBe(KEYS);
    // What is left of it does not stand in the way.
    else if (i === 0) expect(await backUp(file, { all: false, signal: never })).toMatchObject({ keys: KEYS });
  }
  recordFault(context, { fault: "backup killed", times, lost: { keys: 0 } });
});
