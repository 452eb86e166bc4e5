import bcrypt from "bcryptjs";
import { afterAll, beforeEach, expect, test } from "vitest";
import { describeActivity, groupActivity } from "#lib/audit/describe.ts";
import { listActivity, listAudit } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { authenticate, confirmPassword } from "./authenticate.ts";
import { rememberDevice } from "./known-devices.ts";
import { limitRegistrations } from "./rate-limits.ts";

const { server } = setUpRedis();
afterAll(closePasswordPool);

const HOME = "203.0.113.7";
const ELSEWHERE = "198.51.100.1";
const hash = bcrypt.hashSync("the right one", 4);

beforeEach(async () => {
  await withRedis(async (redis) => {
    await redis.hSet(keys.user("1"), { username: "Alice", password_hash: hash, created_at: "1" });
    await redis.set(keys.usernameToId("Alice"), "1");
  });
});

const from = (address: string) => ({ address, device: "Firefox on Linux" });
const right = (address = HOME) => authenticate("alice", "the right one", from(address));
const wrong = (address = HOME, name = "alice") => authenticate(name, "the wrong one", from(address));
const reasons = (results: { ok: boolean; reason?: string }[]) => results.map((result) => result.reason ?? "ok").sort();

test("a name matches in any case, and an unknown name gets the same answer as a wrong password", async () => {
  expect(await authenticate("ALICE", "the right one", from(HOME))).toMatchObject({ ok: true, user: { id: "1" } });
  expect(await wrong()).toEqual({ ok: false, reason: "mismatch" });
  expect(await wrong(HOME, "nobody")).toEqual({ ok: false, reason: "mismatch" });
});

test("only someone who knows the password is told that an account is disabled", async () => {
  await withRedis((redis) => redis.hSet(keys.user("1"), "disabled_at", "1"));
  expect(await wrong()).toEqual({ ok: false, reason: "mismatch" });
  expect(await right()).toEqual({ ok: false, reason: "disabled" });
});

test("ASVS 6.3.1: after ten failures in a row the right password is refused too, with the time to wait", async () => {
  for (let i = 0; i < 10; i++) expect(await wrong()).toMatchObject({ reason: "mismatch" });
  const refused = await right();
  expect(refused).toMatchObject({ reason: "limited" });
  if (!refused.ok && refused.reason === "limited") {
    expect(refused.retryAfter).toBeGreaterThan(600);
    expect(refused.retryAfter).toBeLessThanOrEqual(900);
  }
});

test("an attacker can't lock the owner out: from another address they can sign in", async () => {
  for (let i = 0; i < 15; i++) await wrong(ELSEWHERE);
  expect(await right(ELSEWHERE)).toMatchObject({ reason: "limited" });
  expect(await right(HOME)).toMatchObject({ ok: true });
});

test("a success clears the failures before it", async () => {
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 9; i++) expect(await wrong()).toMatchObject({ reason: "mismatch" });
    expect(await right()).toMatchObject({ ok: true });
  }
});

test("simultaneous guesses do not exceed the limit", async () => {
  const results = await Promise.all(Array.from({ length: 60 }, () => wrong()));
  expect(reasons(results)).toEqual([...Array(50).fill("limited"), ...Array(10).fill("mismatch")]);
});

test("twenty simultaneous sign-ins with the right password all succeed", async () => {
  expect(reasons(await Promise.all(Array.from({ length: 20 }, () => right())))).toEqual(Array(20).fill("ok"));
});

test("an unknown name is limited like a known one", async () => {
  for (let i = 0; i < 10; i++) await wrong(HOME, "nobody");
  expect(await wrong(HOME, "nobody")).toMatchObject({ reason: "limited" });
  expect(await wrong(HOME, "somebody")).toMatchObject({ reason: "mismatch" });
});

test("ASVS 6.3.1: confirming the password is limited by user id, whatever the user is called meanwhile", async () => {
  const confirm = (password: string) => confirmPassword({ id: "1" }, password, from(HOME));
  for (let i = 0; i < 10; i++) {
    expect(await confirm("the wrong one")).toMatchObject({ reason: "mismatch" });
    await withRedis((redis) => redis.hSet(keys.user("1"), "username", `alice-${i}`));
  }
  expect(await confirm("the right one")).toMatchObject({ reason: "limited" });
  await withRedis((redis) => redis.hSet(keys.user("1"), "username", "Alice"));
  // The sign-in has a limit of its own, so a thief of the session can't keep the owner out.
  expect(await right()).toMatchObject({ ok: true });
});

test("an address is limited to a hundred failures in an hour over all accounts", async () => {
  await withRedis((redis) =>
    redis.set(`${keys.limitAddress}:${HOME}`, "100", { expiration: { type: "EX", value: 99 } }),
  );
  expect(await wrong(HOME, "yet another")).toMatchObject({ reason: "limited", retryAfter: 99 });
  expect(await right(ELSEWHERE)).toMatchObject({ ok: true });
});

test("registrations from one address are limited", async () => {
  await withRedis((redis) =>
    redis.set(`${keys.limitRegister}:${HOME}`, "19", { expiration: { type: "EX", value: 99 } }),
  );
  expect(await limitRegistrations(HOME)).toBeNull();
  expect(await limitRegistrations(HOME)).toBeGreaterThan(0);
  expect(await limitRegistrations(ELSEWHERE)).toBeNull();
});

test("this machine has a limit of its own: all visitors seem to come from it behind a proxy that nobody named", async () => {
  const set = (key: string, count: string) =>
    withRedis((redis) => redis.set(key, count, { expiration: { type: "EX", value: 99 } }));
  await set(`${keys.limitRegister}:127.0.0.1`, "500");
  await set(`${keys.limitAddress}:127.0.0.1`, "500");
  expect(await limitRegistrations("127.0.0.1")).toBeNull();
  expect(await wrong("127.0.0.1")).toMatchObject({ reason: "mismatch" });
  await set(`${keys.limitRegister}:127.0.0.1`, "1000");
  expect(await limitRegistrations("127.0.0.1")).toBeGreaterThan(0);
});

test("guesses at one account from many addresses are slowed, but not on a device that its owner has used", async () => {
  await rememberDevice("1", from(HOME));
  for (let i = 0; i < 25; i++) expect(await wrong(`192.0.2.${i}`)).toMatchObject({ reason: "mismatch" });
  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  // An unknown name is slowed like a known one.
  for (let i = 0; i < 25; i++) await wrong(`192.0.2.${i}`, "nobody");
  expect(await timed(() => wrong(ELSEWHERE, "nobody"))).toBeGreaterThan(490);
  expect(await timed(async () => expect(await right(ELSEWHERE)).toMatchObject({ ok: true }))).toBeGreaterThan(490);
  const slowed = await timed(() => wrong(ELSEWHERE));
  const unslowed = await timed(async () => expect(await right(HOME)).toMatchObject({ ok: true }));
  expect(unslowed).toBeLessThan(slowed);
});

test("every counter has a TTL", async () => {
  await Promise.all([wrong(), wrong(HOME, "nobody"), right(ELSEWHERE)]);
  await withRedis(async (redis) => {
    for (const key of await redis.keys("limit:*")) expect(await redis.ttl(key), key).toBeGreaterThan(0);
  });
});

test("nobody can sign in uncounted when the limits can't be read", async () => {
  await withRequestTimeouts(() =>
    whileFrozen(server(), () => expect(right()).rejects.toBeInstanceOf(RedisUnavailableError)),
  );
});

test("failures and refusals are in the audit stream by user id; the owner is shown some, and no name or password is", async () => {
  for (let i = 0; i < 11; i++) await wrong();
  await wrong(ELSEWHERE, "a password typed into the wrong field");
  const { items } = await listAudit({ limit: 100 });
  expect(items.map(({ what, on }) => `${what} ${on}`)).toEqual([
    "sign-in-failed ",
    "sign-in-refused ",
    ...Array(10).fill("sign-in-failed user:1"),
  ]);
  expect(items.at(-1)).toMatchObject({ who: "", address: HOME, device: "Firefox on Linux", after: "1 within an hour" });
  expect(JSON.stringify(items)).not.toMatch(/wrong|alice/i);
  const entries = await listActivity("1", 20);
  expect(entries.map(({ after }) => after)).toEqual(["10 within an hour", "5 within an hour", "1 within an hour"]);
  expect(groupActivity(entries).map(describeActivity)).toEqual(["Sign-in failed (10 within an hour)"]);
});
