import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authenticate } from "#lib/account/sign-in/authenticate.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSession } from "#lib/session/store.ts";
import { listSessions } from "#lib/session/user-sessions.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** The commands for operators, run as from a terminal. */

setUpRedis();
const root = join(import.meta.dirname, "..");

/**
 * @param input is piped to the command, such as a password
 * @param beforeInput is awaited when the command has said whom it changes, and waits for its input
 */
function user(args: string, input = "", beforeInput?: () => Promise<unknown>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["bin/user.ts", ...args.split(" ")], { cwd: root }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, text: stdout + stderr }),
    );
    if (beforeInput) child.stdout?.once("data", () => void beforeInput().then(() => child.stdin?.end(input)));
    else child.stdin?.end(input);
  });
}

async function expectOutput(args: string, expected: RegExp, input?: string): Promise<string> {
  const { code, text } = await user(args, input);
  expect(text).toMatch(expected);
  expect(code, text).toBe(0);
  return text;
}

const signsIn = async (password: string) => (await authenticate("alice", password, { address: "::1", device: "" })).ok;

test("an account is created, listed, promoted and given another password, and its sessions end", async () => {
  const made = await expectOutput("create alice alice@example.com", /Password, shown this once: \S{16}/);
  const password = /once: (\S+)/.exec(made)?.[1] ?? "";
  expect(await signsIn(password)).toBe(true);
  await expectOutput("promote alice", /^#1 alice <alice@example\.com>\nalice is an administrator/);
  await expectOutput("list", /1 {2}alice .*alice@example\.com .*admin/);

  await createSession({ id: "1", username: "alice" }, "Chrome on Windows");
  expect(await listSessions("1", null)).toHaveLength(1);
  await expectOutput("password alice", /signed out everywhere/, "another long sentence\n");
  expect(await listSessions("1", null)).toEqual([]);
  expect([await signsIn(password), await signsIn("another long sentence")]).toEqual([false, true]);
});

test("sessions are shown and revoked one by one or all; a disabled user is signed out and can be enabled again", async () => {
  await expectOutput("create alice alice@example.com", /alice/, "a sentence that is long enough");
  const alice = { id: "1", username: "alice" };
  await createSession(alice, "Chrome on Windows");
  const shown = await expectOutput("sessions alice", /Chrome on Windows .* 0 page views/);
  await expectOutput(`revoke alice ${shown.split(" ")[0]}`, /Session ended/);
  await createSession(alice, "");
  await expectOutput("revoke alice", /Sessions ended: 1/);
  await expectOutput("sessions --id 1", /Signed in nowhere/);

  await createSession(alice, "");
  await expectOutput("disable alice", /signed out everywhere/);
  expect(await listSessions("1", null)).toEqual([]);
  expect(await signsIn("a sentence that is long enough")).toBe(false);
  await expectOutput("enable alice", /can sign in again/);
  expect(await signsIn("a sentence that is long enough")).toBe(true);
});

test("a user who is named like another one's number is not taken for them", async () => {
  await expectOutput("create alice alice@example.com", /alice/, "a sentence that is long enough");
  // Such names are refused today; an older account may have one.
  const older = { username: "1", email: "one@example.com", password_hash: "", role: "shopper", created_at: "1" };
  await withRedis(async (redis) => {
    await redis.hSet(keys.user("2"), older);
    await redis.set(keys.usernameToId("1"), "2");
  });
  await expectOutput("promote 1", /^#2 1 <one@example\.com>\n1 is an administrator/);
  await expectOutput("promote #1", /^#1 alice /);
  await expectOutput("demote --id 2", /^#2 1 /);
});

test("a password that could not be set is reported, with exit code 1", async () => {
  await expectOutput("create alice alice@example.com", /alice/, "a sentence that is long enough");
  const remove = () => withRedis((redis) => redis.del(keys.user("1")));
  const { code, text } = await user("password alice", "another long sentence\n", remove);
  expect(text).toMatch(/^#1 alice <alice@example\.com>\nNo password was set: the account is gone/);
  expect([code, text.includes("has a new password")]).toEqual([1, false]);
});

test("an impossible command is explained, with exit code 1", async () => {
  for (const [args, expected] of [
    ["frobnicate", /npm run user -- <command>/],
    ["promote nobody", /There is no user "nobody"/],
    ["promote 1", /There is no user "1". For the user with that number, write --id 1/],
    ["promote #1", /There is no user "#1"/],
    ["create 100 hundred@example.com", /username must not consist of digits only/],
    ["create x not-an-address", /username .*\n?.*email/],
  ] as const) {
    const { code, text } = await user(args);
    expect(code, args).toBe(1);
    expect(text).toMatch(expected);
  }
});

test("data of a newer version of the store, or of half a restore, are left alone", async () => {
  await withRedis((redis) => redis.set(keys.dataFormat, "999"));
  expect(await user("list")).toMatchObject({ code: 1, text: expect.stringContaining("have version 999") });
  await withRedis((redis) => Promise.all([redis.del(keys.dataFormat), redis.set(keys.unfinishedRestore, "x.ndjson")]));
  expect(await user("list")).toMatchObject({ code: 1, text: expect.stringContaining("npm run restore") });
});
