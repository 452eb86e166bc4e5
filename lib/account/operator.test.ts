import { afterAll, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getSession } from "#lib/session/store.ts";
import { listSessions } from "#lib/session/user-sessions.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { CLIENT, makeAccount, makeSession, PASSWORD } from "#test/account.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { disableUser, enableUser, findUser, listUsers, setRole } from "./operator.ts";
import { authenticate } from "./sign-in/authenticate.ts";

setUpRedis(launchTestCluster);
afterAll(closePasswordPool);

const make = (id: string, username: string, role?: string) =>
  withRedis((redis) => makeAccount(redis, id, username, role));

test("revoking a role or disabling an account works at once and ends the user's sessions", async () => {
  await make("5", "root", "admin");
  await makeSession("5");
  expect(await setRole("5", "shopper")).toBe(true);
  expect(await getUser("5")).toMatchObject({ role: "shopper" });
  expect(await listSessions("5", null)).toEqual([]);
  const { sid } = await makeSession("5");
  expect(await disableUser("5")).toBe(true);
  expect(await getSession(sid)).toBeNull();
  expect(await authenticate("root", PASSWORD, CLIENT)).toEqual({ ok: false, reason: "disabled" });
  expect(await enableUser("5")).toBe(true);
  expect(await authenticate("root", PASSWORD, CLIENT)).toMatchObject({ ok: true });
  expect(await disableUser("99")).toBe(false);
  expect(await withRedis((redis) => redis.exists(keys.user("99")))).toBe(0);
});

test("an operator finds users by name or number and lists them in order", async () => {
  await make("1", "alice");
  await make("3", "bob");
  expect(await findUser("BOB")).toMatchObject({ id: "3" });
  expect(await findUser("#1")).toMatchObject({ username: "alice" });
  expect(await findUser("1")).toBeNull();
  expect(await findUser("nobody")).toBeNull();
  const page = await listUsers(0, 2);
  expect(page.users.map((user) => user.id)).toEqual(["1"]);
  expect((await listUsers(page.next ?? 0, 2)).users.map((user) => user.id)).toEqual(["3"]);
  expect((await listUsers(0, 100)).next).toBeNull();
});
