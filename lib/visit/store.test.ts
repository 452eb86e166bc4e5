import { beforeEach, expect, test } from "vitest";
import { addToCart } from "../cart/store.ts";
import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import type { Session } from "../session/schema.ts";
import { createSession, getSession } from "../session/store.ts";
import { setUpRedis } from "../testing/redis.ts";
import { visitBody } from "./schema.ts";
import { recordVisit } from "./store.ts";

setUpRedis();

let guest: Session;
let user: Session;
const skus = Array.from({ length: 30 }, (_, i) => `sku-${i}`);
const ttl = (key: string) => withRedis((redis) => redis.ttl(key));

beforeEach(async () => {
  guest = await createSession(null, "");
  user = await createSession({ id: "1", username: "ada" }, "");
  await withRedis((redis) => Promise.all(skus.map((id) => redis.hSet(keys.sku(id), { name: id, price: "1.00" }))));
});

test("a view counts in the session, and tells name, badge and what was seen, newest first", async () => {
  await addToCart(user.owner, "sku-1", 3);
  await recordVisit(user, "/products/sku-1", "sku-1");
  expect(await recordVisit(user, "/products/sku-2", "sku-2")).toEqual({
    user: { id: "1", username: "ada" },
    cart: { totalItems: 3 },
    recent: ["sku-2", "sku-1"],
  });
  expect(await getSession(user.sid)).toMatchObject({ currentPage: "/products/sku-2", pageViews: 2 });
});

test("the newest 25 are kept, each once", async () => {
  for (const id of [...skus, "sku-20"]) await recordVisit(guest, "/", id);
  const { recent } = (await recordVisit(guest, "/")) ?? {};
  expect(recent).toHaveLength(25);
  expect(recent?.slice(0, 3)).toEqual(["sku-20", "sku-29", "sku-28"]);
  expect(await withRedis((redis) => redis.zCard(keys.recent(guest.owner.id)))).toBe(25);
});

test("what a guest leaves behind has a lifetime; a user's list has none", async () => {
  for (const session of [guest, user]) await recordVisit(session, "/", "sku-1");
  expect(await ttl(keys.recent(guest.owner.id))).toBeGreaterThan(0);
  expect(await ttl(keys.session(guest.sid))).toBeGreaterThan(0);
  expect(await ttl(keys.recent("1"))).toBe(-1);
});

test("a session that is gone stays gone, and nothing is written for it", async () => {
  await withRedis((redis) => redis.del(keys.session(guest.sid)));
  expect(await recordVisit(guest, "/", "sku-1")).toBeNull();
  expect(await withRedis((redis) => redis.keys(`*${guest.owner.id}*`))).toEqual([]);
  expect(await withRedis((redis) => redis.exists(keys.viewed))).toBe(0);
});

test("a SKU that is not sold is not remembered and not counted", async () => {
  expect(await recordVisit(guest, "/", "no-such")).toMatchObject({ recent: [] });
  expect(await withRedis((redis) => redis.exists(keys.viewed))).toBe(0);
});

test.each(["", "products", "https://elsewhere.example/", "/a\nb", "/\u0000", `/${"x".repeat(2048)}`, 7, null])(
  "%j is no page",
  (page) => {
    expect(visitBody.safeParse({ page }).success).toBe(false);
  },
);

test("a long page is cut to what keeps the session hash compact", async () => {
  await recordVisit(guest, `/${"ü".repeat(500)}`);
  expect(await withRedis((redis) => redis.sendCommand(["OBJECT", "ENCODING", keys.session(guest.sid)]))).toBe(
    "listpack",
  );
});
