import { ADMIN_PAGES } from "#components/admin/layout/admin-pages.ts";
import { ADMIN_PASSWORD, expect, test } from "#e2e/support/test.ts";
import { visitToOrder } from "#e2e/support/visit-to-order.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** The pages of administrators where there is very much of everything, with long names. */

test.describe.configure({ mode: "serial" });

/** Of each: people, their sessions, carts and orders, SKUs, discounts, entries of the audit, loose keys. */
const MUCH = 20_000;
const STEP = 2000;

/**
 * Copies a person, with session, cart and order, and a SKU, so many times, as the store writes them. Keys expire as those
 * that they were copied from.
 */
const COPY_ALL = `
local from, count, user, session, order = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local long = string.rep('x', 16)
local activity = tonumber(redis.call('HGET', session, 'last_activity'))
for i = from, from + count - 1 do
  local id, name = tostring(1000000 + i), 'huge-' .. i .. '-' .. long
  local email = name .. '@example.com'
  redis.call('COPY', 'user:' .. user, 'user:' .. id)
  redis.call('HSET', 'user:' .. id, 'username', name, 'email', email)
  redis.call('SET', 'username_to_id:' .. name, id)
  redis.call('SET', 'email_to_id:' .. email, id)
  local sid = string.format('huge%018d', i)
  redis.call('COPY', session, 'session:' .. sid)
  redis.call('HSET', 'session:' .. sid, 'user_id', id, 'username', name, 'last_activity', activity - i % 3000)
  redis.call('ZADD', 'sessions_of:' .. id, activity, sid)
  redis.call('HSET', 'cart:' .. id, 'sku123', 1 + i % 99)
  local placed = string.format('%016d', i)
  redis.call('COPY', order, 'order:' .. placed)
  redis.call('HSET', 'order:' .. placed, 'owner', id, 'email', email)
  for _, index in ipairs({'orders', 'orders_of:' .. id, 'orders:email:' .. email, 'orders:status:placed'}) do
    redis.call('ZADD', index, activity - i, placed)
  end
  local sku = 'huge-' .. i
  redis.call('COPY', 'sku:sku123', 'sku:' .. sku)
  redis.call('HSET', 'sku:' .. sku, 'id', sku, 'name', 'Huge ' .. i .. ' ' .. long)
  redis.call('ZADD', 'skus', 0, sku)
  redis.call('ZADD', 'skus:price', i % 1000, sku)
  redis.call('SET', 'loose:' .. i, long)
end
redis.call('SET', 'user_ids', 1000000 + from + count)
return redis.call('DBSIZE')
`;

let store: Store;

test.beforeAll(async ({ playwright }) => {
  test.setTimeout(300_000);
  store = await startStore();
  const shopper = await playwright.request.newContext({ baseURL: store.url });
  await visitToOrder(shopper);
  await shopper.dispose();
  const find = async (pattern: string) => ((await sendToRedis(store.redisUrl, "KEYS", pattern)) as string[])[0] ?? "";
  const [order, index] = [await find("order:*"), await find("sessions_of:*")];
  const [sid] = (await sendToRedis(store.redisUrl, "ZRANGE", index, "0", "0")) as string[];
  const copied = [index.slice("sessions_of:".length), `session:${sid}`, order];
  expect(copied).toEqual([
    expect.stringMatching(/^\d+$/),
    expect.stringMatching(/^session:.{22}$/),
    expect.stringMatching(/^order:.{16}$/),
  ]);
  for (let from = 0; from < MUCH; from += STEP)
    await sendToRedis(store.redisUrl, "EVAL", COPY_ALL, "0", String(from), String(STEP), ...copied);
});

test.afterAll(async () => {
  await store?.remove();
});

/** Bytes of a page, at most. A list of a hundred rows has about 300 kB. */
const MOST_BYTES = 1_000_000;

test("every page is shown, of a bounded size, and says that there is more", async ({ playwright }) => {
  test.setTimeout(300_000);
  const admin = await playwright.request.newContext({ baseURL: store.url });
  const data = { username: "admin", password: ADMIN_PASSWORD };
  expect((await admin.post("/api/auth/login", { data })).status()).toBe(200);
  const turnable: string[] = [];
  for (const { href } of ADMIN_PAGES) {
    const reply = await admin.get(href, { headers: { accept: "text/html" } });
    const html = await reply.text();
    expect([href, reply.status(), html.length < MOST_BYTES]).toEqual([href, 200, true]);
    const next = /<a[^>]*(data-page="next"|\?cursor=)[^>]*>/.exec(html)?.[0];
    if (!next) continue;
    turnable.push(href);
    const address = /href="([^"]+)"/.exec(next)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect([address, (await admin.get(address)).status()]).toEqual([address, 200]);
  }
  expect(turnable).toEqual([
    "/admin/orders",
    "/admin/users",
    "/admin/sessions",
    "/admin/carts",
    "/admin/skus",
    "/admin/keys",
  ]);
  await admin.dispose();
});

test("on a phone no page is wider than the screen, and one person among all is found at once", async ({ browser }) => {
  test.setTimeout(300_000);
  const page = await browser.newPage({ baseURL: store.url, viewport: { width: 390, height: 844 } });
  await page.request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  for (const { href } of ADMIN_PAGES) {
    await page.goto(href);
    expect([href, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([href, 390]);
  }
  await page.goto(`/admin/users?q=huge-12345-${"x".repeat(16)}`);
  await expect(page.getByRole("main").getByRole("link", { name: "huge-12345-" })).toHaveCount(1);
  await page.goto("/admin/orders?q=0000-0000-0000-4321");
  await expect(page.getByRole("main").getByRole("link", { name: "0000-0000-0000-4321" })).toHaveCount(1);
  await page.close();
});
