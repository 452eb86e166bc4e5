import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeCart } from "#lib/cart/merge.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { Actor, setUpActors } from "#test/models/order-actors.ts";
import { checkFinalState, checkInvariants } from "#test/models/order-checks.ts";
import { OrderModel, type SteppedAction, USER } from "#test/models/order-model.ts";
import { type Scenario, scarceScenarios, scenarios } from "#test/models/order-scenarios.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";

const { server } = setUpRedis(launchTestCluster);
const actors = setUpActors(() => server().url);
const makeActor = (action: SteppedAction) => actors.make(action);

async function play({ stock, limits, purchaseLimits, carts, actions, turns }: Scenario): Promise<void> {
  const model = new OrderModel();
  await model.begin(stock, limits, purchaseLimits);
  for (const add of carts) await model.performAtOnce(add);
  let waiting = actions.map((action) => ("crash" in action ? makeActor(action) : action));
  for (let turn = 0; waiting.length > 0; turn++) {
    const [index, commands] = turns[turn] ?? [turn, 1];
    // At most four are active; the others wait for them to finish.
    const active = waiting.slice(0, 4);
    const chosen = active[index % active.length];
    if (chosen instanceof Actor) {
      for (let i = 0; i < commands && !chosen.done; i++) {
        await chosen.step(model);
        await checkInvariants(model);
      }
    } else if (chosen) {
      await model.performAtOnce(chosen);
      await checkInvariants(model);
    }
    waiting = waiting.filter((one) => (one instanceof Actor ? !one.done : one !== chosen));
  }
  // The user's next visit finishes a sign-in that crashed.
  for (const guest of model.signedIn) await mergeCart(guest, USER, resolveCheckout);
  await withRedis(async (redis) => {
    for (let i = 0; i < 5 && (await redis.zCard(keys.ordersPending)) > 0; i++) await sweepOrders(redis);
  });
  await checkFinalState(model);
}

const sweepTwice = async () => {
  for (let i = 0; i < 2; i++) await withRedis(sweepOrders);
};

test("any actors at once, crashing between any two commands: nothing is oversold, orphaned or lost", async () => {
  const runs = Number(process.env.MODEL_RUNS ?? 120);
  await fc.assert(fc.asyncProperty(scenarios, play), { numRuns: runs, endOnFailure: false });
}, 600_000);

test("many checkouts for the last uses of a code and the last units of a shopper: no limit is exceeded or use lost", async () => {
  const runs = Math.ceil(Number(process.env.MODEL_RUNS ?? 240) / 3);
  await fc.assert(fc.asyncProperty(scarceScenarios, play), { numRuns: runs, endOnFailure: false });
}, 600_000);

test("a checkout that crashes at any of its commands, before or after it, is finished or undone", async () => {
  let placed = 0;
  for (let at = 0; at < 40; at++) {
    for (const how of ["before", "after"] as const) {
      const model = new OrderModel();
      await model.begin([2, 2], { total: 1, perShopper: 1 }, [1, null]);
      for (const sku of [0, 1]) await model.performAtOnce({ do: "add", owner: 0, sku, quantity: 1 });
      const checkout = { do: "checkout", owner: 0, key: 0, code: true } as const;
      await makeActor({ ...checkout, crash: { at, how } }).finish(model);
      await sweepTwice();
      // The shopper got no reply and retries with the same key: there is still only one order.
      await makeActor({ ...checkout, crash: null }).finish(model);
      await withRedis(sweepOrders);
      await checkFinalState(model);
      if (model.results.at(-1)?.result.ok) placed++;
      const orders = await withRedis((redis) => redis.zCard(keys.orders));
      expect(orders, `crashed ${how} command ${at}`).toBe(1);
    }
  }
  expect(placed).toBeGreaterThan(0);
});

test("an actor that the sweeper overtakes between any two commands, and that crashes later, harms nothing", async () => {
  const checkout = { do: "checkout", owner: 0, key: 0, code: true } as const;
  const cancel = { do: "transition", order: 0, to: "cancelled" } as const;

  /** @returns whether the action had finished before the pause */
  const playPaused = async (action: SteppedAction, pauseAt: number): Promise<boolean> => {
    const model = new OrderModel();
    // Limits that would allow one use or unit too many.
    await model.begin([3, 3], { total: 2, perShopper: 2 }, [2, null]);
    for (const sku of [0, 1]) await model.performAtOnce({ do: "add", owner: 0, sku, quantity: 1 });
    if (action.do === "transition") await makeActor({ ...checkout, crash: null }).finish(model);
    const actor = makeActor(action);
    // The first step only begins.
    for (let i = 0; i <= pauseAt && !actor.done; i++) await actor.step(model);
    const finished = actor.done;
    await sweepTwice();
    await actor.finish(model);
    await sweepTwice();
    await checkFinalState(model);
    return finished;
  };
  for (const action of [cancel, checkout]) {
    let finished = false;
    for (let pauseAt = 0; !finished; pauseAt++) {
      for (let at = pauseAt; at < pauseAt + 4; at++)
        finished = await playPaused({ ...action, crash: { at, how: "after" } }, pauseAt);
    }
  }
});
