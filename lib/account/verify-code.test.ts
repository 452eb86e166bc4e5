import { expect, test, vi } from "vitest";
import { listActivity } from "#lib/audit/store.ts";
import { codeOf, enrolApp, holdClock } from "#test/authenticator-app.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { makeRecoveryCodes } from "./second-factor/recovery-codes.ts";
import { verifyCode } from "./verify-code.ts";

setUpRedis();

const CLIENT = { address: "203.0.113.7", device: "Firefox on Linux" };

test("twenty wrong codes close an app for an hour from everywhere; recovery codes still open the account", async () => {
  holdClock();
  const secret = await enrolApp("7");
  const [recovery = ""] = await makeRecoveryCodes("7");
  const wrong = codeOf(secret) === "000000" ? "111111" : "000000";
  const from = (i: number) => ({ ...CLIENT, address: `192.0.2.${i}` });
  for (let i = 0; i < 20; i++) expect(await verifyCode("7", wrong, from(i))).toEqual({ ok: false, reason: "wrong" });
  expect(await verifyCode("7", codeOf(secret), from(50))).toMatchObject({ ok: false, reason: "limited" });
  expect(await verifyCode("7", recovery, from(51))).toEqual({ ok: true, method: "recovery-code" });
  expect((await listActivity("7", 50)).length).toBe(21);
  vi.useRealTimers();
});

test("ten wrong recovery codes close an address for the account, and right ones do not count", async () => {
  const codes = await makeRecoveryCodes("7");
  for (const code of codes.slice(1)) expect(await verifyCode("7", code, CLIENT)).toMatchObject({ ok: true });
  for (let i = 0; i < 10; i++) expect(await verifyCode("7", "not a code", CLIENT)).toMatchObject({ reason: "wrong" });
  expect(await verifyCode("7", codes[0] ?? "", CLIENT)).toMatchObject({ reason: "limited" });
});
