import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "#lib/net/port.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { timeouts } from "#lib/redis/timeouts.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** A primary with a replica: an order is confirmed once the replica has it. */

let replica: LaunchedRedis;
const { server } = setUpRedis(async () => {
  const port = await findPort();
  const primary = await launchTestRedis(
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--repl-diskless-sync-delay",
    "0",
  );
  replica = await launchTestRedis("--replicaof", "127.0.0.1", String(port));
  await until(async () => /master_link_status:up/.test(String(await sendToRedis(replica.url, "INFO", "replication"))));
  return primary;
});
const makeClient = setUpApi();
beforeAll(() => {
  timeouts.acknowledgeMs = 300;
});
afterAll(() => replica.stop());

const BODY = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org", total: "5.00" };

test("201 once the replica has the order; 202 while it has not, and then the order says so until it has", async () => {
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { name: "Lamp", price: "5.00", stock: "9" }));
  const shopper = makeClient();
  const fill = () => shopper.call("POST", "/api/cart/items", { sku: "LAMP", quantity: 1 });
  const buy = (key: string) => shopper.call("POST", "/api/checkout", BODY, { "idempotency-key": key });
  await fill();
  const first = await buy("first");
  expect(first.status).toBe(201);
  expect(first.body).not.toHaveProperty("confirmed");
  // The very moment of the reply counts: nobody waits for the replica here.
  const { id } = (first.body as { order: { id: string } }).order;
  expect(await sendToRedis(replica.url, "HGET", keys.order(id), "status")).toBe("placed");

  await fill();
  replica.child.kill("SIGSTOP");
  const second = await buy("second");
  expect(second).toMatchObject({ status: 202, body: { order: { status: "placed" }, confirmed: false } });
  const path = `/api/orders/${(second.body as { order: { id: string } }).order.id}`;
  expect(await shopper.call("GET", path)).toMatchObject({ status: 200, body: { confirmed: false } });
  // Everything else of the order is done, and a repetition is told the same.
  expect(await shopper.call("GET", "/api/cart")).toMatchObject({ body: { totalItems: 0 } });
  expect((await buy("second")).status).toBe(202);
  replica.child.kill("SIGCONT");
  await until(async () => (await buy("second")).status === 201);
  expect(await shopper.call("GET", path)).toMatchObject({ body: { confirmed: true, order: { status: "placed" } } });
  expect(await sendToRedis(server().url, "HMGET", keys.sku("LAMP"), "stock", "sold")).toEqual(["7", "2"]);
});
