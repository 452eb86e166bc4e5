import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withFileLock } from "./file-lock.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));
const lock = () => join(folder, "lock");

test("one at a time does its work, also after work that failed; nothing is left behind", async () => {
  let atWork = 0;
  const work = async () => {
    expect(++atWork).toBe(1);
    await sleep(5);
    atWork--;
    throw new Error("failed");
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => withFileLock(lock(), work)));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { message: "failed" } });
  expect(await readdir(folder)).toEqual([]);
});

test("the lock of a process that is gone is taken over", async () => {
  const { pid } = spawnSync("true");
  await writeFile(lock(), String(pid));
  expect(await withFileLock(lock(), async () => "done")).toBe("done");
});

test("so is one that nobody has touched for long, whose number belongs to another program by now", async () => {
  await writeFile(lock(), String(process.pid));
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock(), longAgo, longAgo);
  expect(await withFileLock(lock(), async () => "done")).toBe("done");
});
