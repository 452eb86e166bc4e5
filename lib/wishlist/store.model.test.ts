import fc from "fast-check";
import { expect, test } from "vitest";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { interleave } from "#test/faults/tools/interleave.ts";
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
import {
  type Answer,
  type Change,
  type Lists,
  makeLists,
  type Progress,
  setOf,
  stepsOf,
} from "#test/models/wishlist-model.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { mergeWishlist } from "./merge.ts";
import { moveToCart, saveForLater } from "./move.ts";
import { getWishlist, removeSaved, saveSku } from "./store.ts";

setUpRedis(launchTestCluster);

async function perform(change: Change): Promise<Answer> {
  switch (change.kind) {
    case "merge":
      return (await mergeWishlist(change.guest, owner(change.owner))) ? "ok" : "other";
    case "delete":
    case "create":
      await changeSku(change);
      return "ok";
    default: {
      const result = await (change.kind === "save" ? saveSku : removeSaved)(owner(change.owner), change.sku);
      return result.ok ? "ok" : result.reason;
    }
  }
}

const changes: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("save" as const), owner: one(OWNERS), sku: one(SKUS) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), owner: one(OWNERS), sku: one(SKUS) }) },
  { weight: 3, arbitrary: merges },
  { weight: 1, arbitrary: skuChanges },
);

/** Resets to a store with all SKUs and `fill` entries in the list of user 1, saved long ago. */
async function begin(fill: number): Promise<Lists> {
  // Loads the scripts of a merge into the server: otherwise the first call of a script would be two commands.
  await perform({ kind: "create", sku: "sku123" });
  await perform({ kind: "save", owner: "gA", sku: "sku123" });
  await perform({ kind: "merge", guest: "gA", owner: "1" });
  const lists = makeLists([...SKUS, ...FILLERS]);
  const filled = FILLERS.slice(0, fill);
  await withRedis(async (redis) => {
    await seedSkus(redis);
    await Promise.all(filled.map((value, score) => redis.zAdd(keys.wishlist("1"), { value, score })));
  });
  for (const id of filled) setOf(lists.saved, "1").add(id);
  return lists;
}

/** The state of the model, in the same form as {@link readRedis}. */
function readModel(lists: Lists) {
  return OWNERS.map((id) => ({
    saved: [...setOf(lists.saved, id)].sort(),
    leftOut: [...setOf(lists.leftOut, id)].sort(),
    movedTo: lists.movedTo.get(id) ?? null,
  }));
}

async function readRedis() {
  return withRedis((redis) =>
    Promise.all(
      OWNERS.map(async (id) => ({
        saved: (await redis.zRange(keys.wishlist(id), 0, -1)).sort(),
        leftOut: (await redis.zRange(keys.wishlistLeftOut(id), 0, -1)).sort(),
        movedTo: await redis.get(keys.wishlistMovedTo(id)),
      })),
    ),
  );
}

test("after any sequence of changes a wishlist equals the model, newest first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 98, 100), fc.array(changes, { maxLength: 20 }), async (fill, list) => {
      const lists = await begin(fill);
      for (const change of list) {
        const wasSaved =
          "owner" in change && change.kind === "save" && setOf(lists.saved, change.owner).has(change.sku);
        expect(await perform(change)).toBe(applyAll(stepsOf(change), lists, {}));
        if (!("owner" in change)) continue;
        const { items, notices } = await getWishlist(owner(change.owner));
        const times = items.map((item) => item.savedAt);
        expect(times).toEqual([...times].sort().reverse());
        const all = [...setOf(lists.saved, change.owner)];
        const saved = new Set(all.filter((sku) => lists.skus.has(sku)));
        expect(items.map((item) => item.sku).sort()).toEqual([...saved].sort());
        if (change.kind === "save" && !wasSaved && saved.has(change.sku)) expect(items[0]?.sku).toBe(change.sku);
        const leftOut = [...setOf(lists.leftOut, change.owner)].filter((id) => lists.skus.has(id));
        expect(notices?.length ?? 0).toBe(leftOut.length + all.length - saved.size);
      }
      expect(await readRedis()).toEqual(readModel(lists));
      await expectExpiry("wishlist");
    }),
    RUNS,
  );
});

test("concurrent changes and merges that crash end as some order of their steps in the model does", async () => {
  const subject = { changes, begin, perform, stepsOf, read: getWishlist, readRedis, readModel };
  await fc.assert(mergeRaces<Lists, Change, Progress>({ ...subject, makeSelf: () => ({}) }), RUNS);
});

test("concurrent moves in both directions, some of which crash, leave a SKU in cart or wishlist, and at most once in the cart", async () => {
  const move = fc.record({ to: one(["cart", "wishlist"] as const), crash: fc.option(fc.nat(20), { nil: undefined }) });
  const user = owner("1");
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(move, { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.nat(7)),
      async (inCart, moves, choices) => {
        await begin(0);
        await (inCart ? addToCart(user, "sku123", 1) : saveSku(user, "sku123"));
        const work = moves.map(
          ({ to }) =>
            () =>
              to === "cart" ? moveToCart(user, "sku123") : saveForLater(user, "sku123"),
        );
        // Opposite moves of which one crashes are not covered: cart and wishlist are in two slots without a lock.
        const sameDirection = new Set(moves.map(({ to }) => to)).size === 1;
        const crashes = moves.map(({ crash }) => (sameDirection ? crash : undefined));
        await interleave<unknown>(work, () => choices.next().value ?? 0, crashes);
        const [cart, { items }] = [await getCart(user), await getWishlist(user)];
        expect(cart.totalItems).toBeLessThanOrEqual(1);
        expect(cart.totalItems + items.length).toBeGreaterThanOrEqual(1);
        if (sameDirection && crashes.every((crash) => crash === undefined)) {
          // A SKU that is not saved is not moved to the cart, so it is now in the target only.
          const expected = moves[0]?.to === "wishlist" ? [0, 1] : [1, 0];
          expect([cart.totalItems, items.length]).toEqual(expected);
        }
      },
    ),
    RUNS,
  );
});
