import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import {
  type Answer,
  type CartState,
  type Change,
  linesOf,
  makeCartState,
  type Progress,
  stepsOf,
} from "#test/models/cart-model.ts";
import {
  changeSku,
  expectExpiry,
  FILLERS,
  merges,
  OWNERS,
  one,
  owner,
  RUNS,
  SKUS,
  seedSkus,
  skuChanges,
} from "#test/models/merge-fixtures.ts";
import { applyAll, mergeRaces } from "#test/models/merge-races.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { mergeCart } from "./merge.ts";
import { addToCart, clearCart, getCart, setCartLine } from "./store.ts";

setUpRedis(launchTestCluster);

async function perform(change: Change): Promise<Answer> {
  switch (change.kind) {
    case "merge":
      return (await mergeCart(change.guest, owner(change.owner), resolveCheckout)) ? "ok" : "other";
    case "delete":
    case "create":
      await changeSku(change);
      return "ok";
    default: {
      const result = await (change.kind === "clear"
        ? clearCart(owner(change.owner))
        : (change.kind === "add" ? addToCart : setCartLine)(owner(change.owner), change.sku, change.quantity));
      return result.ok ? "ok" : result.reason;
    }
  }
}

const changes: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      owner: one(OWNERS),
      sku: one(SKUS),
      quantity: fc.integer({ min: 1, max: 99 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("set" as const),
      owner: one(OWNERS),
      sku: one(SKUS),
      quantity: one([0, 1, 60, 99]),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clear" as const), owner: one(OWNERS) }) },
  { weight: 3, arbitrary: merges },
  { weight: 1, arbitrary: skuChanges },
);

/** Resets to a store with all SKUs and `fill` lines in the cart of user 1. */
async function begin(fill: number): Promise<CartState> {
  // Loads the scripts of a merge into the server: otherwise the first call of a script would be two commands.
  await perform({ kind: "create", sku: "sku123" });
  await perform({ kind: "add", owner: "gA", sku: "sku123", quantity: 1 });
  await perform({ kind: "merge", guest: "gA", owner: "1" });
  const state = makeCartState([...SKUS, ...FILLERS]);
  const filled = FILLERS.slice(0, fill);
  await withRedis(async (redis) => {
    await seedSkus(redis);
    await Promise.all(filled.map((id) => redis.hSet(keys.cart("1"), id, "1")));
  });
  for (const id of filled) linesOf(state.carts, "1").set(id, 1);
  return state;
}

const sorted = (lines: Iterable<readonly [string, unknown]>) =>
  [...lines].map(([id, quantity]) => `${id}=${quantity}`).sort();

/** The state of the model, in the same form as {@link readRedis}. */
function readModel(state: CartState) {
  return OWNERS.map((id) => ({
    cart: sorted(linesOf(state.carts, id)),
    leftOut: sorted(linesOf(state.leftOut, id)),
    movedTo: state.movedTo.get(id) ?? null,
  }));
}

async function readRedis() {
  return withRedis((redis) =>
    Promise.all(
      OWNERS.map(async (id) => ({
        cart: sorted(Object.entries(await redis.hGetAll(keys.cart(id)))),
        leftOut: sorted(Object.entries(await redis.hGetAll(keys.cartLeftOut(id)))),
        movedTo: await redis.get(keys.cartMovedTo(id)),
      })),
    ),
  );
}

test("after any sequence of changes a cart equals the model", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 98, 100), fc.array(changes, { maxLength: 20 }), async (fill, list) => {
      const state = await begin(fill);
      for (const change of list) {
        expect(await perform(change)).toBe(applyAll(stepsOf(change), state, {}));
        if (!("owner" in change)) continue;
        const cart = await getCart(owner(change.owner));
        const all = [...linesOf(state.carts, change.owner)];
        const lines = new Map(all.filter(([sku]) => state.skus.has(sku)));
        expect(sorted(cart.items.map((line) => [line.sku, line.quantity]))).toEqual(sorted(lines));
        const count = [...lines.values()].reduce((sum, quantity) => sum + quantity, 0);
        expect([cart.totalItems, cart.totalValue]).toEqual([count, `${count}.00`]);
        const leftOut = [...linesOf(state.leftOut, change.owner).keys()].filter((id) => state.skus.has(id));
        expect(cart.gone?.length ?? 0).toBe(all.length - lines.size);
        expect(cart.notices?.length ?? 0).toBe(leftOut.length + all.length - lines.size);
      }
      expect(await readRedis()).toEqual(readModel(state));
      await expectExpiry("cart");
    }),
    RUNS,
  );
});

test("concurrent changes and merges that crash end as some order of their steps in the model does", async () => {
  const subject = { changes, begin, perform, stepsOf, read: getCart, readRedis, readModel };
  await fc.assert(mergeRaces<CartState, Change, Progress>({ ...subject, makeSelf: () => ({}) }), RUNS);
});
