import { beforeEach, expect, test } from "vitest";
import { config } from "#lib/config.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getStoredUser } from "#lib/user/store.ts";
import { beginApp, codeOf, enrolApp, holdClock, SESSION } from "#test/authenticator-app.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { methodsOf, readFactors, removeFactors } from "./factors.ts";
import { beginPendingSignIn, endPendingSignIn, findPendingSignIn } from "./pending-sign-in.ts";
import { consumeRecoveryCode, makeRecoveryCodes } from "./recovery-codes.ts";
import { confirmTotp, readTotpSetup, removeTotp, verifyTotp } from "./totp.ts";

setUpRedis(launchTestCluster);

const user = { id: "7", factorsVersion: 0 };
const setUser = (fields: Record<string, string> = {}) =>
  withRedis((redis) =>
    redis.hSet(keys.user("7"), { username: "alice", password_hash: "hash", created_at: "1", ...fields }),
  );
beforeEach(() => setUser());

test("an authenticator app is in use once it has shown the right code, and its secret lies sealed", async () => {
  holdClock();
  expect(methodsOf(await readFactors("7"))).toEqual([]);
  const secret = await beginApp("7");
  const setup = await readTotpSetup({ id: "7", username: "alice & co" }, SESSION);
  expect(setup?.uri).toMatch(/^otpauth:\/\/totp\/Fake%20Web%20Retailer:alice%20%26%20co\?.*secret=[A-Z2-7]{32}/);
  expect(methodsOf(await readFactors("7"))).toEqual([]);
  expect(await confirmTotp(user, SESSION, "000000" === codeOf(secret) ? "111111" : "000000")).toBe("wrong");
  expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("ok");
  expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("expired");
  expect(methodsOf(await readFactors("7"))).toEqual(["totp"]);
  expect(JSON.stringify(await withRedis((redis) => redis.hGetAll(keys.userSecondFactor("7"))))).not.toContain(secret);
  expect(await removeTotp("7")).toBe(true);
  expect(await removeTotp("7")).toBe(false);
  expect(methodsOf(await readFactors("7"))).toEqual([]);
});

test("ASVS 6.5.1: a code counts once, also of two requests at once, and none counts that is older than a step", async () => {
  holdClock();
  const secret = await enrolApp("7");
  expect(await verifyTotp("7", codeOf(secret, -1)), "it has confirmed the app").toBe(false);
  expect(await verifyTotp("7", codeOf(secret, 2))).toBe(false);
  const both = await Promise.all([verifyTotp("7", codeOf(secret)), verifyTotp("7", codeOf(secret))]);
  expect(both.sort()).toEqual([false, true]);
  expect(await verifyTotp("7", codeOf(secret))).toBe(false);
  expect(await verifyTotp("7", codeOf(secret, 1))).toBe(true);
  expect(await verifyTotp("7", codeOf(secret)), "a later one was used").toBe(false);
  expect(await verifyTotp("8", codeOf(secret, 1))).toBe(false);
});

test("a setup that nobody confirms expires", async () => {
  holdClock();
  const secret = await beginApp("7");
  holdClock(31);
  expect(await readTotpSetup({ id: "7", username: "alice" }, SESSION)).toBeNull();
  expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("expired");
});

test("after a change of SESSION_SECRET an app still works, and is sealed with the new one by its first code", async () => {
  holdClock();
  const secret = await enrolApp("7");
  const secrets = config().SESSION_SECRET ?? [];
  const sealed = () => withRedis((redis) => redis.hGet(keys.userSecondFactor("7"), "totp_secret"));
  const before = await sealed();
  config().SESSION_SECRET = ["a new secret that is long enough for it", ...secrets];
  expect(await verifyTotp("7", codeOf(secret))).toBe(true);
  expect(await sealed()).not.toBe(before);
  config().SESSION_SECRET = ["a new secret that is long enough for it"];
  expect(await verifyTotp("7", codeOf(secret, 1))).toBe(true);
  config().SESSION_SECRET = secrets;
  expect(await verifyTotp("7", codeOf(secret, 1)), "nobody can open it").toBe(false);
});

test("ASVS 6.5.2: recovery codes are random, stored as digests, each good once, and new ones replace the old", async () => {
  const codes = await makeRecoveryCodes("7");
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  const [first = "", second = "", third = ""] = codes;
  const kept = JSON.stringify(await withRedis((redis) => redis.sMembers(keys.userRecoveryCodes("7"))));
  expect(kept).not.toContain(first.replaceAll("-", ""));
  expect(await consumeRecoveryCode("8", first)).toBe(false);
  const both = await Promise.all([consumeRecoveryCode("7", first), consumeRecoveryCode("7", first)]);
  expect(both.sort()).toEqual([false, true]);
  // As people type it.
  expect(await consumeRecoveryCode("7", ` ${second.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")}`)).toBe(
    true,
  );
  await makeRecoveryCodes("7");
  expect(await consumeRecoveryCode("7", third)).toBe(false);
  expect((await readFactors("7")).recoveryCodes).toBe(10);
  expect(methodsOf(await readFactors("7")), "codes alone are no second factor").toEqual([]);
});

test("a sign-in waits five minutes for its second factor, once, and not beyond a change of the account", async () => {
  const begin = async () => {
    const stored = await getStoredUser("7");
    if (!stored) throw new Error("no user");
    return beginPendingSignIn(stored);
  };
  const token = await begin();
  expect(await findPendingSignIn(token)).toMatchObject({ user: { id: "7", username: "alice" }, passwordHash: "hash" });
  expect(await withRedis((redis) => redis.ttl(keys.pendingSignIn(token)))).toBeGreaterThan(0);
  const ended = await Promise.all([endPendingSignIn(token), endPendingSignIn(token)]);
  expect(ended.sort()).toEqual([false, true]);
  expect(await findPendingSignIn(token)).toBeNull();
  const changes: Record<string, string>[] = [
    { password_hash: "another" },
    { factors_version: "1" },
    { disabled_at: "1" },
  ];
  for (const change of changes) {
    const waiting = await begin();
    await setUser(change);
    expect(await findPendingSignIn(waiting), JSON.stringify(change)).toBeNull();
    await setUser({ factors_version: "0" });
  }
  expect(await findPendingSignIn("nobody's")).toBeNull();
});

test("a secret is shown to the session that began, and only that one puts the app into use", async () => {
  holdClock();
  const secret = await beginApp("7");
  expect(await readTotpSetup({ id: "7", username: "alice" }, "another session")).toBeNull();
  expect(await confirmTotp(user, "another session", codeOf(secret))).toBe("expired");
  expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("ok");
});

test("a factor is not added once the factors have changed, or the account is gone or disabled, since it was asked for", async () => {
  holdClock();
  const changes: Record<string, string>[] = [{ factors_version: "1" }, { disabled_at: "1" }];
  for (const change of changes) {
    const secret = await beginApp("7");
    await setUser(change);
    expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("expired");
    await withRedis((redis) => redis.hDel(keys.user("7"), Object.keys(change)));
  }
  const secret = await beginApp("7");
  await withRedis((redis) => redis.del(keys.user("7")));
  expect(await confirmTotp(user, SESSION, codeOf(secret))).toBe("expired");
  expect(await withRedis((redis) => redis.exists([keys.user("7"), keys.userSecondFactor("7")]))).toBe(0);
});

test("recovery codes go with the last factor", async () => {
  holdClock();
  await enrolApp("7");
  const [code = ""] = await makeRecoveryCodes("7");
  await removeTotp("7");
  expect(await readFactors("7")).toEqual({ totpSince: null, passkeys: [], recoveryCodes: 0 });
  expect(await consumeRecoveryCode("7", code)).toBe(false);
});

test("an operator takes all factors away", async () => {
  holdClock();
  await enrolApp("7");
  await makeRecoveryCodes("7");
  expect(await removeFactors("7")).toBe(true);
  expect(await readFactors("7")).toEqual({ totpSince: null, passkeys: [], recoveryCodes: 0 });
  expect(await removeFactors("7")).toBe(false);
});
