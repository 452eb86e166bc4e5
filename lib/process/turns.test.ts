import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeTurns } from "./turns.ts";

const later = () => performance.now() + 60_000;

test("so much work is done at once, in order, and each key has a line of its own", async () => {
  const take = makeTurns(2);
  const [begun, release]: [string[], (() => void)[]] = [[], []];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => release.push(() => resolve(name)));
  };
  const all = ["a", "b", "c", "d"].map((name) => take("one", later(), work(name)));
  const other = take("other", later(), work("e"));
  expect(begun).toEqual(["a", "b", "e"]);
  release[0]?.();
  expect(await all[0]).toBe("a");
  expect(begun).toEqual(["a", "b", "e", "c"]);
  for (let i = 1; i < 5; i++) {
    release[i]?.();
    await sleep(0);
  }
  expect(await Promise.all([...all, other])).toEqual(["a", "b", "c", "d", "e"]);
});

test("what does not get its turn in time is not done, and whoever fails hands the turn on", async () => {
  const take = makeTurns(1);
  let done = 0;
  const first = take("one", later(), () => sleep(50).then(() => Promise.reject(new Error("failed"))));
  const late = take("one", performance.now() + 1, async () => done++);
  const second = take("one", later(), async () => "done");
  await expect(first).rejects.toThrow("failed");
  expect([await late, await second, done]).toEqual([null, "done", 0]);
  expect(await take("one", 0, async () => "at once")).toBe("at once");
});
