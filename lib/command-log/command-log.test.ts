import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { CurrentRequest, runRequest } from "#lib/process/current-request.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { describeOnShapes } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";
import { compareWays } from "./compare.ts";
import { describeCommand } from "./describe.ts";
import { beginLog, endLog, findEntry, listRequests, logCommands } from "./store.ts";
import { readViewer } from "./viewer.ts";

const owner = { id: "7", guest: false };
const addLamp = async () => {
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "2.50", stock: "9" }));
  await setCartLine(owner, "lamp", 2);
};

/** Does work as the request of a visitor who looks at its commands. */
async function request(work: () => Promise<unknown>): Promise<CurrentRequest> {
  const made = new CurrentRequest(randomUUID());
  made.route = "/cart";
  made.commands = [];
  await runRequest(made, work);
  return made;
}

describeOnShapes(() => {
  test("the commands of a request are noted as they ran, those that were sent together in one round trip", async () => {
    await addLamp();
    const made = await request(() => getCart(owner));
    const shown = made.commands?.map(describeCommand) ?? [];
    expect(shown.map(({ name, key, trip }) => [name, key, trip])).toEqual([
      ["HGETALL", "cart:7", 0],
      ["HGETALL", "{cart:7}:left_out", 0],
      ["HGETALL", "sku:lamp", 1],
    ]);
    expect(shown.map(({ family }) => family?.id)).toEqual(["carts", "carts", "skus"]);
    expect(shown[2]?.reply).toContain("price 2.50");
    for (const { ms } of shown) expect(ms).toBeGreaterThan(0);
  });

  test("a log has the requests of its viewer, until it is ended", async () => {
    await addLamp();
    const viewer = (await readViewer(await beginLog())) ?? "";
    expect(await listRequests(viewer)).toEqual([]);
    logCommands(viewer, await request(() => getCart(owner)), { method: "GET", status: 200 });
    await until(async () => (await listRequests(viewer))?.length === 1);
    const [entry] = (await listRequests(viewer)) ?? [];
    expect(entry).toMatchObject({ method: "GET", route: "/cart", status: 200, roundTrips: 2 });
    const found = await findEntry(viewer, entry?.id ?? "");
    expect(found && (await compareWays(found))).toMatchObject({ commands: 3, echoes: 0, roundTrips: 2 });
    await endLog(viewer);
    logCommands(viewer, await request(() => getCart(owner)), { method: "GET", status: 200 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await listRequests(viewer)).toBeNull();
  });

  test("a comparison writes nothing: scripts and writes are echoed", async () => {
    await addLamp();
    const viewer = (await readViewer(await beginLog())) ?? "";
    const made = await request(() => setCartLine(owner, "lamp", 5));
    const sent = made.commands?.length ?? 0;
    expect(sent).toBeGreaterThan(0);
    logCommands(viewer, made, { method: "PATCH", status: 200 });
    await until(async () => (await listRequests(viewer))?.length === 1);
    await setCartLine(owner, "lamp", 1);
    const [entry] = (await listRequests(viewer)) ?? [];
    const found = await findEntry(viewer, entry?.id ?? "");
    const { commands, echoes } = found ? await compareWays(found) : { commands: 0, echoes: 0 };
    expect(commands).toBe(sent);
    expect(echoes).toBeGreaterThan(0);
    expect((await getCart(owner)).items[0]?.quantity).toBe(1);
  });

  test("a log keeps the last 40 requests", async () => {
    const viewer = (await readViewer(await beginLog())) ?? "";
    for (let i = 0; i < 45; i++) {
      const made = await request(async () => {});
      made.route = `/${i}`;
      logCommands(viewer, made, { method: "GET", status: 200 });
    }
    await until(async () => (await listRequests(viewer))?.[0]?.route === "/44");
    expect(await listRequests(viewer)).toHaveLength(40);
  });
});

test("a forged cookie names no log", async () => {
  for (const sealed of [undefined, "", "x", `Fe26.2*${"a".repeat(200)}`, "a".repeat(2000)])
    expect(await readViewer(sealed)).toBeNull();
});

test("secrets are not shown: session ids, names, passwords, tokens, addresses", async () => {
  const sid = "AbCdEfGh1234567890zYxW";
  const [hash, email] = ["$2b$12$abcdefghijklmnopqrstuvABCDEF", "jane@example.com"];
  const sent = (args: string[], reply: unknown) =>
    JSON.stringify(describeCommand({ args, at: 0, trip: 0, ms: 1, reply }));
  const shown = [
    sent(["HGETALL", keys.session(sid)], { username: "jane", user_id: "9", page_views: "3" }),
    sent(["HSET", keys.user("9"), "username", "jane", "password_hash", hash, "email", email], 3),
    sent(["HMGET", keys.user("9"), "username", "password_hash"], ["jane", hash]),
    sent(["GET", keys.emailToId(email)], "9"),
    sent(["GET", keys.usernameToId("jane")], "9"),
    sent(["LRANGE", "cart:x", "0", "-1"], ["a".repeat(150), `${sid}${sid}`]),
    sent(["GET", keys.pendingSignIn(sid)], `{"user":"jane"}`),
    sent(["HGETALL", keys.order("17")], { name: "jane", address: "1 Main Street", status: "paid" }),
    sent(["SET", "cart:somebody", sid], "OK"),
    sent(["EVALSHA", "abc", "2", keys.session(sid), keys.cart("x"), "jane", "1 Main Street", "17"], ["jane", 1]),
  ].join("\n");
  for (const secret of [sid, "jane", hash, email, "Main Street"]) expect(shown).not.toContain(secret);
  for (const open of ["page_views 3", "status paid", "password_hash", "session:AbCd…"]) expect(shown).toContain(open);
});
