import fc from "fast-check";
import { expect, test } from "vitest";
import { createUserSession } from "#lib/account/sign-in/open-session.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { parseUser } from "#lib/user/store.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { publicIdOf } from "./identity.ts";
import { createSession, deleteSession, getSession, touchSession } from "./store.ts";
import { deleteOtherSessions, listSessions, revokeSession } from "./user-sessions.ts";

setUpRedis();

/** Each session ever created, its user ("" for a guest), and whether it should still exist. */
interface Model {
  sessions: { sid: string; user: string; exists: boolean; views: number }[];
}

const USERS = ["1", "2"];
const hashOf = (id: string) => ({ username: `user ${id}`, password_hash: "hash", created_at: "1" });
const pick = (model: Model, n: number) => model.sessions[n % Math.max(1, model.sessions.length)];
const isGone = (sid: string) => withRedis(async (redis) => (await redis.exists(keys.session(sid))) === 0);

type Step =
  | { do: "guest" }
  | { do: "sign in"; user: string; from: number }
  | { do: "touch" | "visit" | "read" | "sign out" | "revoke" | "expire" | "rotate" | "end others"; at: number }
  /** a sign-out during touches and visits of the same session */
  | { do: "race"; at: number; touches: number };

const at = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: "guest" }),
  fc.record({ do: fc.constant("sign in" as const), user: fc.constantFrom(...USERS), from: at }),
  fc.record({
    do: fc.constantFrom("touch", "visit", "read", "sign out", "revoke", "expire", "rotate", "end others" as const),
    at,
  }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("race" as const), at, touches: fc.integer({ min: 1, max: 8 }) }),
);

async function signIn(model: Model, user: string): Promise<string> {
  const stored = parseUser(user, hashOf(user));
  const session = stored && (await createUserSession(stored, "Firefox"));
  if (!session) throw new Error("not signed in");
  model.sessions.push({ sid: session.sid, user, exists: true, views: 0 });
  return session.sid;
}

async function perform(model: Model, action: Step): Promise<void> {
  if (action.do === "guest") {
    const { sid } = await createSession(null, "");
    model.sessions.push({ sid, user: "", exists: true, views: 0 });
    return;
  }
  if (action.do === "sign in") {
    const before = pick(model, action.from);
    await signIn(model, action.user);
    if (before) await deleteSession(before.sid, before.user || undefined);
    if (before) before.exists = false;
    return;
  }
  const it = pick(model, action.at);
  if (!it) return;
  const touch = () => withRedis((redis) => touchSession(redis, it.sid, "/", 1));
  switch (action.do) {
    case "touch":
      expect((await touch()) !== null).toBe(it.exists);
      if (it.exists) it.views++;
      break;
    case "visit":
      expect((await recordVisit(it.sid, "/")) !== null).toBe(it.exists);
      if (it.exists) it.views++;
      break;
    case "read":
      expect((await getSession(it.sid))?.pageViews).toBe(it.exists ? it.views : undefined);
      break;
    case "sign out":
      await deleteSession(it.sid, it.user || undefined);
      it.exists = false;
      break;
    case "revoke":
      if (!it.user) break;
      await revokeSession(it.user, publicIdOf(it.sid));
      it.exists = false;
      break;
    case "expire":
      await withRedis((redis) => redis.pExpire(keys.session(it.sid), 1));
      while (!(await isGone(it.sid)));
      it.exists = false;
      break;
    case "rotate":
      if (!it.user || !it.exists) break;
      await signIn(model, it.user);
      await deleteSession(it.sid, it.user);
      it.exists = false;
      break;
    case "end others":
      if (!it.user) break;
      await deleteOtherSessions(it.user, it.exists ? it.sid : null);
      for (const other of model.sessions) if (other.user === it.user && other !== it) other.exists = false;
      break;
    case "race": {
      const inFlight = Array.from({ length: action.touches }, (_, i) => (i % 2 ? touch() : recordVisit(it.sid, "/")));
      await Promise.all([...inFlight, deleteSession(it.sid, it.user || undefined), touch()]);
      it.exists = false;
      break;
    }
  }
}

async function check(model: Model): Promise<void> {
  const live = model.sessions.filter(({ exists }) => exists);
  await withRedis(async (redis) => {
    const found = await redis.keys("session:*");
    expect(found.sort()).toEqual(live.map(({ sid }) => keys.session(sid)).sort());
    for (const key of found) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });
  for (const user of USERS) {
    const listed = (await listSessions(user, null)).map(({ id }) => id).sort();
    const expected = live.filter((session) => session.user === user).map(({ sid }) => publicIdOf(sid));
    expect(listed).toEqual(expected.sort());
  }
}

test("sessions that are created, touched, rotated, revoked, expired and raced in any order equal the model", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await withRedis(async (redis) => {
        await redis.flushAll();
        for (const user of USERS) await redis.hSet(keys.user(user), hashOf(user));
      });
      const model: Model = { sessions: [] };
      for (const action of steps) {
        await perform(model, action);
        await check(model);
      }
    }),
    { numRuns: 60 },
  );
});
