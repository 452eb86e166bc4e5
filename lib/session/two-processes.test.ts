import { type ChildProcess, fork } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { publicIdOf } from "./identity.ts";
import { createSession } from "./store.ts";
import { deleteOtherSessions, revokeSession } from "./user-sessions.ts";

setUpRedis();
const user = { id: "7", username: "alice" };
let other: ChildProcess;

beforeAll(() => {
  other = fork(new URL("../../test/servers/programs/other-process.ts", import.meta.url), {
    execArgv: [],
    env: process.env,
  });
});
afterAll(() => void other.kill());

/** Records a visit in the other process. @returns its result, null without a session */
function visitInOther(sid: string): Promise<unknown> {
  return new Promise((resolve) => {
    const listen = (message: { sid: string; visit: unknown }) => {
      if (message.sid !== sid) return;
      other.off("message", listen);
      resolve(message.visit);
    };
    other.on("message", listen);
    other.send(sid);
  });
}

test("a session that one process ends is gone in the other at once, even if its owner is cached there", async () => {
  const here = await createSession(user, "");
  const there = await createSession(user, "");
  const third = await createSession(user, "");
  for (const { sid } of [there, third]) expect(await visitInOther(sid)).toMatchObject({ user });
  expect(await revokeSession("7", publicIdOf(there.sid))).toBe(true);
  expect(await visitInOther(there.sid)).toBeNull();
  expect(await deleteOtherSessions("7", here.sid)).toBe(1);
  expect(await visitInOther(third.sid)).toBeNull();
  expect(await visitInOther(here.sid)).toMatchObject({ user });
});

test("a sign-out during visits in the other process leaves no session, twenty times", async () => {
  for (let round = 0; round < 20; round++) {
    const { sid } = await createSession(user, "");
    await visitInOther(sid);
    for (let i = 0; i < 30; i++) other.send(sid);
    expect(await revokeSession("7", publicIdOf(sid))).toBe(true);
    expect(await visitInOther(sid)).toSatisfy((visit) => visit === null || typeof visit === "object");
    expect(await withRedis((redis) => redis.exists(keys.session(sid))), `round ${round}`).toBe(0);
  }
});
