import { afterAll, beforeEach, expect, type TestContext, test } from "vitest";
import { closePasswordPool } from "#lib/user/password.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { type ApiClient, setUpApi } from "#test/servers/api.ts";
import { setUpRedis, withRequestTimeouts } from "#test/servers/redis.ts";
import { recordFault, repetitions } from "./result.ts";

/** More sign-ins at once than there are threads for: each is answered within two seconds, and nobody is locked out. */

setUpRedis();
const makeClient = setUpApi();
afterAll(closePasswordPool);

const PASSWORD = "correct horse battery";
const accountOf = (username: string) => ({ username, email: `${username}@example.com`, password: PASSWORD });
const signIn = (client: ApiClient, username: string, password = PASSWORD) =>
  client.call("POST", "/api/auth/login", { username, password });

beforeEach(async () => {
  expect(await makeClient().call("POST", "/api/auth/register", accountOf("alice"))).toMatchObject({ status: 201 });
});

/** Bcrypt alone takes several seconds for so many. */
const CROWD = repetitions(120, 300);

async function signInAtOnce(context: TestContext, fault: string, attempt: (i: number) => Promise<{ status: number }>) {
  const times = repetitions(1, 5);
  const replies: Record<string, number> = {};
  let [slowest, alone] = [0, 0];
  await withRequestTimeouts(async () => {
    for (let round = 0; round < times; round++) {
      const clock = startActiveClock();
      const before = clock.now();
      await attempt(0);
      const sent = clock.now();
      alone = Math.max(alone, sent - before);
      await Promise.all(
        Array.from({ length: CROWD }, async (_, i) => {
          const { status } = await attempt(i);
          slowest = Math.max(slowest, clock.now() - sent);
          replies[status] = (replies[status] ?? 0) + 1;
        }),
      );
      clock.stop();
      // Whoever could not be served has not used up any attempt.
      expect(await signIn(makeClient(), "alice")).toMatchObject({ status: 200 });
    }
  });
  recordFault(context, { fault, times: times * CROWD, replies, slowestMs: slowest });
  // A sign-in that has begun is finished, however long that takes on a busy machine. If all waited for each other, the
  // last would take half as many times as long as one alone as there are.
  expect(slowest, JSON.stringify({ ...replies, alone })).toBeLessThan(2000 + (CROWD / 8) * alone);
  return replies;
}

test("sign-ins of one account do not wait for each other for long", async (context) => {
  const replies = await signInAtOnce(context, "one account signs in at once", () => signIn(makeClient(), "alice"));
  expect(Object.keys(replies).sort()).toEqual(["200", "503"]);
});

test("sign-ins of many accounts do not wait for each other for long", async (context) => {
  const replies = await signInAtOnce(context, "many accounts sign in at once", (i) =>
    signIn(makeClient(), `nobody-${i}`),
  );
  expect(Object.keys(replies).sort()).toEqual(["401", "503"]);
});
