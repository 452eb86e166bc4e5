import { beforeEach, expect, test } from "vitest";
import { makeRecoveryCodes } from "#lib/account/second-factor/recovery-codes.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { codeOf, enrolApp, holdClock } from "#test/authenticator-app.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { rememberDevice } from "./known-devices.ts";
import { verifyCode } from "./verify-code.ts";

setUpRedis();
beforeEach(() =>
  withRedis((redis) => redis.hSet(keys.user("7"), { username: "alice", password_hash: "hash", created_at: "1" })),
);

const CLIENT = { address: "203.0.113.7", device: "Firefox on Linux" };

test("fifty wrong codes close an app for a day from everywhere, but not on a known device or for recovery codes", async () => {
  holdClock();
  const secret = await enrolApp("7");
  const [recovery = ""] = await makeRecoveryCodes("7");
  const wrong = codeOf(secret) === "000000" ? "111111" : "000000";
  const from = (i: number) => ({ ...CLIENT, address: `192.0.2.${i}` });
  for (let i = 0; i < 50; i++) expect(await verifyCode("7", wrong, from(i))).toEqual({ ok: false, reason: "wrong" });
  expect(await verifyCode("7", codeOf(secret), from(150))).toMatchObject({ ok: false, reason: "limited" });
  expect(await verifyCode("7", recovery, from(151))).toEqual({ ok: true, method: "recovery-code" });
  await rememberDevice("7", CLIENT);
  expect(await verifyCode("7", codeOf(secret), CLIENT)).toEqual({ ok: true, method: "totp" });
});

test("ten wrong recovery codes close an address for the account, and right ones do not count", async () => {
  const codes = await makeRecoveryCodes("7");
  for (const code of codes.slice(1)) expect(await verifyCode("7", code, CLIENT)).toMatchObject({ ok: true });
  for (let i = 0; i < 10; i++) expect(await verifyCode("7", "not a code", CLIENT)).toMatchObject({ reason: "wrong" });
  expect(await verifyCode("7", codes[0] ?? "", CLIENT)).toMatchObject({ reason: "limited" });
});
