import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeCart } from "#lib/cart/merge.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type Gate, type GatedClient, openGate } from "#test/command-proxy.ts";
import { checkRest, checkStock } from "#test/models/order-checks.ts";
import { type Deed, USER, World } from "#test/models/order-model.ts";
import { rush, type Script, script } from "#test/models/order-scenarios.ts";
import { setUpRedis } from "#test/redis.ts";
import { launchTestCluster } from "#test/redis-servers.ts";

const { server } = setUpRedis(launchTestCluster);
let gate: Gate;
const idle: GatedClient[] = [];

beforeAll(async () => {
  // Everything is taken for stuck or dead at once: nothing may hang on time.
  Object.assign(timeouts, { holdTries: 1, holdMs: 0, claimMs: -1000, stuckMs: -1000 });
  gate = await openGate(server().url);
});
afterAll(async () => {
  for (const client of idle) client.close();
  await gate?.close();
});

/** A deed under way on a connection of its own. */
class Actor {
  readonly deed: Deed;
  private client: GatedClient | undefined;
  private steps = 0;
  done = false;

  constructor(deed: Deed) {
    this.deed = deed;
  }

  private async settled(work: Promise<void>, client: GatedClient): Promise<void> {
    await Promise.race([
      work,
      new Promise<void>((resolve) => {
        client.onArrival(resolve);
        if (client.waiting() > 0) resolve();
      }),
    ]);
  }

  private work: Promise<void> = Promise.resolve();

  /** Lets one command through, or begins. Afterwards the actor waits at the gate again, or is done. */
  async step(world: World): Promise<void> {
    if (!("death" in this.deed)) {
      await world.act(this.deed);
      this.done = true;
      return;
    }
    const { death } = this.deed;
    if (!this.client) {
      const client = idle.pop() ?? (await gate.connect());
      this.client = client;
      this.work = world
        .perform(client, this.deed)
        .catch((error) => {
          if (!death) throw error;
        })
        .finally(() => {
          this.done = true;
        });
      this.work.catch(() => {});
    } else if (death && this.steps === death.at) {
      await this.client.die(death.how);
      await this.work;
    } else {
      this.steps++;
      await this.client.step();
    }
    await this.settled(this.work, this.client);
    if (!this.done) return;
    await this.work;
    if (this.client.redis.isReady) idle.push(this.client);
    else this.client.close();
  }
}

async function play({ stock, limits, carts, deeds, turns }: Script): Promise<void> {
  const world = new World();
  await world.begin(stock, limits);
  for (const add of carts) await world.act(add);
  let actors = deeds.map((one) => new Actor(one));
  for (let turn = 0; actors.length > 0; turn++) {
    const [who, times] = turns[turn] ?? [turn, 1];
    // Those who have not begun queue up behind four at most who are under way.
    const near = actors.slice(0, 4);
    const actor = near[who % near.length];
    for (let i = 0; i < times && actor && !actor.done; i++) {
      await actor.step(world);
      await checkStock(world);
    }
    actors = actors.filter((one) => !one.done);
  }
  // A sign-in that died is finished by the user's next visit.
  for (const guest of world.signedIn) await mergeCart(guest, USER, resolveCheckout);
  await withRedis(async (redis) => {
    for (let i = 0; i < 5 && (await redis.zCard(keys.ordersPending)) > 0; i++) await sweepOrders(redis);
  });
  await checkRest(world);
}

test("whoever acts at once and whoever dies between two commands: nothing is oversold, orphaned or lost", async () => {
  const runs = Number(process.env.MODEL_RUNS ?? 120);
  await fc.assert(fc.asyncProperty(script, play), { numRuns: runs, endOnFailure: false });
}, 600_000);

test("whoever rushes for the last uses of a discount code: none is used once too often, or lost", async () => {
  const runs = Math.ceil(Number(process.env.MODEL_RUNS ?? 240) / 3);
  await fc.assert(fc.asyncProperty(rush, play), { numRuns: runs, endOnFailure: false });
}, 600_000);

test("a checkout that dies at every one of its commands, before and after, is finished or undone", async () => {
  let placed = 0;
  for (let at = 0; at < 40; at++) {
    for (const how of ["before", "after"] as const) {
      const world = new World();
      await world.begin([2, 2], { total: 1, each: 1 });
      const add = { do: "add", owner: 0, quantity: 1 } as const;
      await world.act({ ...add, sku: 0 });
      await world.act({ ...add, sku: 1 });
      const first = new Actor({ do: "checkout", owner: 0, key: 0, code: true, death: { at, how } });
      while (!first.done) await first.step(world);
      await withRedis(sweepOrders);
      await withRedis(sweepOrders);
      // The shopper, who has had no reply, asks again under the same key: there is one order.
      const again = new Actor({ do: "checkout", owner: 0, key: 0, code: true, death: null });
      while (!again.done) await again.step(world);
      await withRedis(sweepOrders);
      await checkRest(world);
      if (world.results.at(-1)?.result.ok) placed++;
      const orders = await withRedis((redis) => redis.zCard(keys.orders));
      expect(orders, `died ${how} command ${at}`).toBe(1);
    }
  }
  expect(placed).toBeGreaterThan(0);
});

test("whoever is overtaken by the sweeper between any two commands, and dies after any later one, harms nothing", async () => {
  const act = async (deed: Deed & { death: unknown }, pauseAt: number) => {
    const world = new World();
    // Limits that leave room for a use too many.
    await world.begin([3, 3], { total: 2, each: 2 });
    for (const sku of [0, 1]) await world.act({ do: "add", owner: 0, sku, quantity: 1 });
    if (deed.do === "move") {
      const order = new Actor({ do: "checkout", owner: 0, key: 0, code: true, death: null });
      while (!order.done) await order.step(world);
    }
    const actor = new Actor(deed);
    // The first step only begins.
    for (let i = 0; i <= pauseAt && !actor.done; i++) await actor.step(world);
    const finished = actor.done;
    await withRedis(sweepOrders);
    await withRedis(sweepOrders);
    while (!actor.done) await actor.step(world);
    await withRedis(sweepOrders);
    await withRedis(sweepOrders);
    await checkRest(world);
    return finished;
  };
  for (const kind of ["move", "checkout"] as const) {
    let finished = false;
    for (let pauseAt = 0; !finished; pauseAt++) {
      for (let at = pauseAt; at < pauseAt + 4; at++) {
        const death = { at, how: "after" as const };
        const deed: Deed & { death: unknown } =
          kind === "move"
            ? { do: "move", order: 0, to: "cancelled", death }
            : { do: "checkout", owner: 0, key: 0, code: true, death };
        finished = await act(deed, pauseAt);
      }
    }
  }
});
