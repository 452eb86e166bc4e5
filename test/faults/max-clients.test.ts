import { createClient } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureLog } from "#test/capture-log.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setUpRedis, withRequestTimeouts } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";

/** A Redis that takes no more connections: others have taken all of them. */

const { server } = setUpRedis();
const makeClient = setUpApi();

function connect() {
  const path = server().url.slice("unix://".length);
  const client = createClient({ socket: { path, tls: false, reconnectStrategy: false } });
  client.on("error", () => {});
  return client;
}

let control: ReturnType<typeof connect>;
beforeAll(async () => {
  control = connect();
  await control.connect();
});
afterAll(() => control.destroy());

test("a Redis that takes no more connections is said to be full, serves those it has, and the store recovers", async () => {
  await control.hSet("sku:lamp", { name: "Lamp", price: "1.00", stock: "9" });
  const shopper = makeClient();
  const visit = () => shopper.call("POST", "/api/visits", { page: "/" });
  const log = captureLog();
  await withRequestTimeouts(async () => {
    expect(await visit()).toMatchObject({ status: 200 });
    // The connection of this test takes the only place.
    await control.configSet("maxclients", "1");
    try {
      // Whoever has a connection keeps it.
      expect(await visit()).toMatchObject({ status: 200 });
      await control.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
      await until(async () => {
        const reply = await visit();
        return reply.status === 503 && JSON.stringify(reply.body).includes("takes no more connections");
      });
      expect(log.find(({ event }) => event === "redis-lost")).toMatchObject({ reason: expect.stringMatching(/\w/) });
    } finally {
      await control.configSet("maxclients", "10000");
    }
    await until(async () => (await visit()).status === 200);
    expect(await shopper.call("POST", "/api/cart/items", { sku: "lamp", quantity: 1 })).toMatchObject({ status: 200 });
  });
});
