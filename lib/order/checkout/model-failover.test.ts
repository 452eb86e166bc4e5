import fc from "fast-check";
import { createClient, RESP_TYPES } from "redis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { config } from "#lib/config.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { repairOrders } from "#lib/order/repair/repair-orders.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { startRepair } from "#lib/redis/repair/repair.ts";
import type { Written } from "#lib/redis/replication/await-replicas.ts";
import { captureLog } from "#test/capture-log.ts";
import { Actor, setUpActors } from "#test/models/order-actors.ts";
import { checkFinalState, checkInvariants } from "#test/models/order-checks.ts";
import { OrderModel } from "#test/models/order-model.ts";
import { type FailoverScenario, failoverScenarios } from "#test/models/order-scenarios.ts";
import { nodeOfKey, ReplicatedNodes } from "#test/models/replicated-nodes.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { orderIdOf } from "./idempotency.ts";

/**
 * The model of orders where nodes of a cluster fail between any two commands and lose what their replica does not have,
 * while everybody goes on. The replicas are simulated, so that what they lack is chosen; the rest is real.
 */

let nodes: ReplicatedNodes;
vi.mock("#lib/redis/replication/await-replicas.ts", () => ({
  isCluster: () => true,
  awaitReplicas: (_: Redis, written: readonly Written[]) => nodes.acknowledge(written),
  filterElsewhere: async (_: Redis, key: string, all: readonly Written[]) => nodes.elsewhere(key, all),
}));

const { server } = setUpRedis(launchTestCluster);
const actors = setUpActors(() => server().url);
let close = () => {};
beforeAll(async () => {
  config().REDIS_WAIT_REPLICAS = 0;
  const socket = { path: server().url.slice("unix://".length), tls: false as const };
  const client = await createClient({ socket }).connect();
  const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  nodes = new ReplicatedNodes(client as unknown as Redis, binary as unknown as Redis);
  close = () => client.destroy();
});
afterAll(() => close());

/** Sweeps and repairs until there is nothing to do. */
const settle = () =>
  withRedis(async (redis) => {
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 5 && (await redis.zCard(keys.ordersPending)) > 0; j++) await sweepOrders(redis);
      await repairOrders(startRepair(redis).repair);
      await redis.del(keys.repairPosition);
    }
  });

async function play({ stock, limits, purchaseLimits, carts, actions, turns, late }: FailoverScenario): Promise<void> {
  captureLog();
  const model = new OrderModel();
  nodes.late = [...late];
  await model.begin(stock, limits, purchaseLimits);
  for (const add of carts) await model.performAtOnce(add);
  await nodes.replicate();
  let waiting = actions.map((action) => ("crash" in action ? actors.make(action) : action));
  for (let turn = 0; waiting.length > 0; turn++) {
    const [index, commands] = turns[turn] ?? [turn, 1];
    const active = waiting.slice(0, 4);
    const chosen = active[index % active.length];
    if (chosen instanceof Actor) {
      for (let i = 0; i < commands && !chosen.done; i++) {
        await chosen.step(model);
        await checkInvariants(model);
      }
    } else if (chosen?.do === "fail") {
      await nodes.fail(chosen.node);
    } else if (chosen?.do === "replicate") await nodes.replicate([chosen.node]);
    waiting = waiting.filter((one) => (one instanceof Actor ? !one.done : one !== chosen));
  }
  nodes.late = [];
  await settle();
  await checkFinalState(model, { lossy: true });
}

test("nodes fail and lose what their replica lacks, between any two commands: no confirmed order is lost, nothing is sold twice", async () => {
  const runs = Number(process.env.MODEL_RUNS ?? 40);
  await fc.assert(fc.asyncProperty(failoverScenarios, play), { numRuns: runs, endOnFailure: false });
}, 600_000);

/** Found by the test above: the order is placed and cancelled, and its SKU goes back to the hold before the units return. */
const CANCELLED: FailoverScenario = {
  ...{ stock: [1, 1], limits: { total: 1, perShopper: 1 }, purchaseLimits: [null, null], late: [] },
  carts: [5, 0, 0].map((owner) => ({ do: "add", owner, sku: 0, quantity: 1 })),
  actions: [
    { do: "fail", node: 0 },
    { do: "transition", order: 0, crash: null, to: "cancelled" },
    { do: "fail", node: 0 },
    { do: "checkout", owner: 0, key: 0, code: false, crash: null },
    { do: "checkout", owner: 2, key: 0, code: false, crash: null },
    { do: "fail", node: 0 },
    { do: "fail", node: 0 },
  ],
  turns: [
    [0, 1],
    [1, 1],
    [2, 5],
    [2, 7],
    [0, 5],
  ],
};

test("the node of a SKU fails between the sale and the return of a cancelled order: the units come back", async () => {
  await play(CANCELLED);
});

test("a node fails after any command of a checkout: the order is confirmed and there, or it is neither", async () => {
  let confirmed = 0;
  for (let node = 0; node < 3; node++) {
    for (let at = 1, isDone = false; !isDone; at++) {
      captureLog();
      const model = new OrderModel();
      await model.begin([2, 2], { total: 1, perShopper: 1 }, [2, null]);
      for (const sku of [0, 1]) await model.performAtOnce({ do: "add", owner: 0, sku, quantity: 1 });
      await nodes.replicate();
      const actor = actors.make({ do: "checkout", owner: 0, key: 0, code: true, crash: null });
      for (let i = 0; i < at && !actor.done; i++) await actor.step(model);
      isDone = actor.done;
      await nodes.fail(node);
      await actor.finish(model);
      await settle();
      await checkFinalState(model, { lossy: true });
      const result = model.results.at(-1)?.result;
      if (result?.ok && result.confirmed) confirmed += 1;
    }
  }
  expect(confirmed).toBeGreaterThan(0);
});

test("the node of a SKU fails during a checkout for the last unit, and somebody else buys it: it is sold once", async () => {
  const node = nodeOfKey(keys.sku("A"));
  // Orders on other nodes than the SKU: one on the same node goes back with it.
  const isElsewhere = (key: number) => nodeOfKey(keys.order(orderIdOf("1", `key ${key}`))) !== node;
  const found = Array.from({ length: 100 }, (_, key) => key).filter(isElsewhere);
  expect(found.length).toBeGreaterThan(0);
  for (const key of found.slice(0, 1)) {
    for (let at = 1, isDone = false; !isDone; at++) {
      captureLog();
      const model = new OrderModel();
      await model.begin([1, 0], { total: 1, perShopper: 1 });
      for (const owner of [0, 1]) await model.performAtOnce({ do: "add", owner, sku: 0, quantity: 1 });
      await nodes.replicate();
      const checkout = { do: "checkout", key, code: false, crash: null } as const;
      const [first, second] = [actors.make({ ...checkout, owner: 0 }), actors.make({ ...checkout, owner: 1 })];
      for (let i = 0; i < at && !first.done; i++) await first.step(model);
      isDone = first.done;
      await nodes.fail(node);
      await second.finish(model);
      await first.finish(model);
      await settle();
      await checkFinalState(model, { lossy: true });
      expect(model.results.filter(({ result }) => result.ok && result.confirmed).length).toBeLessThan(2);
    }
  }
});
