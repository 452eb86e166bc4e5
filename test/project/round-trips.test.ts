import { beforeEach, expect, test } from "vitest";
import { PATCH as setItem } from "#app/api/cart/items/[sku]/route.ts";
import { POST as addItem } from "#app/api/cart/items/route.ts";
import { GET as getCart } from "#app/api/cart/route.ts";
import { GET as getSession } from "#app/api/session/route.ts";
import { POST as visit } from "#app/api/visits/route.ts";
import { CurrentRequest, runRequest } from "#lib/process/current-request.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { sealSid } from "#lib/session/seal.ts";
import { createSession, deleteSession } from "#lib/session/store.ts";
import type { ApiRequest } from "#lib/web/request/api-request.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** The round trips to Redis of the requests that a store gets most: as many as their docstrings say. */

process.env.SESSION_SECRET = "a secret of tests that is long enough";
const { server } = setUpRedis();
const { proxy, direct } = setUpCrashes(server);
const user = { id: "7", username: "alice" };

beforeEach(async () => {
  for (const id of ["one", "two"])
    await direct().hSet(keys.sku(id), { name: id, price: "2.50", stock: "5", category: "c" });
});

const request = (cookie: string, body?: object): ApiRequest => ({
  target: "/",
  header: (name) => (name === "cookie" ? cookie : null),
  readBody: async () => Buffer.from(JSON.stringify(body)),
  signal: new AbortController().signal,
});

const cookieOf = async (sid: string) => `fwr_session=${await sealSid(sid)}`;

/** What the reply says, and the round trips that it took: as Redis sees them, and as the log says. */
async function measure(
  handler: typeof visit,
  cookie: string,
  input: { body?: object; params?: Record<string, string> },
) {
  // Writes that no reply waits for are done once a later command is answered.
  await withRedis((redis) => redis.ping());
  proxy().takeRoundTrips();
  const current = new CurrentRequest("a request");
  const reply = await runRequest(current, () => handler.answer(request(cookie, input.body), input.params ?? {}));
  const { roundTrips } = current;
  const trips = proxy().takeRoundTrips();
  expect(roundTrips).toBe(trips);
  return { status: reply.status, body: JSON.parse(String(reply.body)), trips };
}

test.each([
  ["a guest's", null],
  ["a user's", user],
])("%s requests in a session that this process knows", async (_, who) => {
  const cookie = await cookieOf((await createSession(who, "")).sid);
  await measure(addItem, cookie, { body: { sku: "one", quantity: 1 } });
  const added = await measure(addItem, cookie, { body: { sku: "two", quantity: 2 } });
  expect(added).toMatchObject({ status: 200, body: { totalItems: 3, totalValue: "7.50" }, trips: 2 });
  const set = await measure(setItem, cookie, { body: { quantity: 4 }, params: { sku: "two" } });
  expect(set).toMatchObject({ status: 200, body: { totalItems: 5 }, trips: 2 });
  expect(await measure(getCart, cookie, {})).toMatchObject({ status: 200, body: { totalItems: 5 }, trips: 2 });
  expect(await measure(visit, cookie, { body: { page: "/" } })).toMatchObject({
    body: { cart: { totalItems: 5 } },
    trips: 1,
  });
  expect((await measure(getSession, cookie, {})).trips).toBe(who ? 2 : 1);
});

test("a user's first request in a process finds their cart, not the presumed guest's", async () => {
  const { sid } = await createSession(user, "");
  await direct().hSet(keys.cart(user.id), { one: "3" });
  const reply = await measure(getCart, await cookieOf(sid), {});
  expect(reply).toMatchObject({ body: { totalItems: 3 }, trips: 3 });
});

test("what was read ahead for a session that has ended is shown to nobody", async () => {
  const { sid } = await createSession(user, "");
  const cookie = await cookieOf(sid);
  await direct().hSet(keys.cart(user.id), { one: "3" });
  expect(await measure(getCart, cookie, {})).toMatchObject({ body: { totalItems: 3 } });
  await deleteSession(sid, user.id);
  expect(await measure(getCart, cookie, {})).toMatchObject({ status: 200, body: { items: [], totalItems: 0 } });
  const added = await measure(addItem, cookie, { body: { sku: "two", quantity: 1 } });
  expect(added).toMatchObject({ status: 200, body: { totalItems: 1 } });
});
