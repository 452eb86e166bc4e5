import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { endAnySession, listAllSessions } from "./all-sessions.ts";
import { publicIdOf } from "./identity.ts";
import { createSession, getSession, touchSession } from "./store.ts";

setUpRedis(launchTestCluster);

const ALICE = { id: "7", username: "alice" };

test("all sessions are listed by their public ids, the latest activity first, with what they look at", async () => {
  const guest = await createSession(null, "");
  const user = await createSession(ALICE, "Firefox on Linux");
  await withRedis((redis) => touchSession(redis, guest.sid, "/products/lamp", 1));
  await withRedis((redis) => redis.hSet(keys.session("lab:0123456789ab:1"), { created_at: "1", last_activity: "1" }));
  const { items, nextCursor } = await listAllSessions(undefined, user.sid);
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      id: publicIdOf(guest.sid),
      user: null,
      owner: guest.owner.id,
      current: false,
      currentPage: "/products/lamp",
      pageViews: 1,
    },
    { id: publicIdOf(user.sid), user: ALICE, current: true, device: "Firefox on Linux" },
  ]);
  for (const { sid } of [guest, user]) expect(JSON.stringify(items)).not.toContain(sid);
});

test("the pages have every session, and their cursors no sid", async () => {
  const sids = (await Promise.all(Array.from({ length: 400 }, () => createSession(null, "")))).map(({ sid }) => sid);
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await listAllSessions(cursor, null);
    expect(page.items.length).toBeLessThan(200);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
    const shown = Buffer.from(cursor ?? "", "base64url").toString();
    expect(sids.filter((sid) => shown.includes(sid))).toEqual([]);
  } while (cursor && ++pages < 50);
  expect(pages).toBeGreaterThan(2);
  expect(new Set(seen)).toEqual(new Set(sids.map(publicIdOf)));
  expect((await listAllSessions("no cursor", null)).items.length).toBeGreaterThan(0);
});

test("a session ends by its public id, whether this process has listed it or not", async () => {
  const [guest, user] = [await createSession(null, ""), await createSession(ALICE, "Firefox")];
  expect(await endAnySession(publicIdOf(guest.sid))).toEqual({ userId: null });
  await listAllSessions(undefined, null);
  expect(await endAnySession(publicIdOf(user.sid))).toEqual({ userId: "7" });
  for (const { sid } of [guest, user]) expect(await getSession(sid)).toBeNull();
  expect(await withRedis((redis) => redis.zCard(keys.sessionsOf("7")))).toBe(0);
  expect(await endAnySession(publicIdOf(user.sid))).toBeNull();
  expect(await endAnySession("0123456789abcdef")).toBeNull();
});
