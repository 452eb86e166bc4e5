import fc from "fast-check";
import type { Action, PurchaseLimit } from "./order-model.ts";

const index = fc.nat({ max: 5 });
const quantity = fc.integer({ min: 1, max: 3 });
const purchaseLimit: fc.Arbitrary<PurchaseLimit> = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 });
const crash = fc.option(
  fc.record({ at: fc.nat({ max: 28 }), how: fc.constantFrom("before" as const, "after" as const) }),
  { freq: 2 },
);
const add = fc.record({ do: fc.constant("add" as const), owner: index, sku: index, quantity });
const sweep = fc.record({ do: fc.constant("sweep" as const), crash });
const signIn = fc.record({ do: fc.constant("sign-in" as const), guest: index, crash });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("checkout" as const),
      owner: index,
      key: fc.nat({ max: 1 }),
      code: fc.boolean(),
      crash,
    }),
  },
  { weight: 3, arbitrary: add },
  { weight: 2, arbitrary: sweep },
  { weight: 2, arbitrary: signIn },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("transition" as const),
      order: index,
      to: fc.constantFrom("shipped" as const, "delivered" as const, "cancelled" as const, "cancelled" as const),
      crash,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restock" as const), sku: index, quantity }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("set-active" as const), active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("limit" as const), sku: index, limit: purchaseLimit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("price" as const), sku: index, cents: fc.nat({ max: 99 }) }) },
);

/** Any actions in any order that the store may have to handle. */
export const scenarios = fc.record({
  stock: fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })),
  limits: fc.record({ total: fc.integer({ min: 1, max: 3 }), perShopper: fc.integer({ min: 1, max: 2 }) }),
  purchaseLimits: fc.tuple(purchaseLimit, purchaseLimit),
  carts: fc.array(add, { maxLength: 5 }),
  actions: fc.array(action, { minLength: 1, maxLength: 9 }),
  /** which of the active actors is next, and for how many commands: a long turn leaves the others far behind */
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 25 }))), {
    maxLength: 60,
  }),
});

export type Scenario = typeof scenarios extends fc.Arbitrary<infer T> ? T : never;

/**
 * Carts with enough stock, and a code or a SKU that not all of them can have: checkouts that overtake each other at
 * every step.
 */
export const scarceScenarios: fc.Arbitrary<Scenario> = fc.record({
  stock: fc.constant([4, 4] as [number, number]),
  limits: fc.record({ total: fc.integer({ min: 1, max: 2 }), perShopper: fc.integer({ min: 1, max: 2 }) }),
  // The two guests are one shopper.
  purchaseLimits: fc.tuple(fc.constantFrom(null, 1, 1), fc.constant(null)),
  carts: fc.constant([0, 1, 2].map((owner) => ({ do: "add" as const, owner, sku: 0, quantity: 1 }))),
  actions: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant("checkout" as const),
          owner: index,
          key: fc.constant(0),
          code: fc.boolean(),
          crash,
        }),
      },
      { weight: 1, arbitrary: sweep },
      { weight: 1, arbitrary: signIn },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant("transition" as const),
          order: index,
          to: fc.constant("cancelled" as const),
          crash,
        }),
      },
    ),
    { minLength: 2, maxLength: 7 },
  ),
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
});

/** What happens to a node of a cluster: it fails, or its replica catches up. */
const nodeEvent = fc.record({
  do: fc.constantFrom("fail" as const, "fail" as const, "replicate" as const),
  node: fc.nat({ max: 2 }),
});

/** Checkouts, sweeps and transitions while nodes of a cluster fail, and acknowledgements of replicas that are late. */
export const failoverScenarios = fc.record({
  stock: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  limits: fc.record({ total: fc.integer({ min: 1, max: 3 }), perShopper: fc.integer({ min: 1, max: 2 }) }),
  purchaseLimits: fc.tuple(fc.constantFrom(null, 1, 2), fc.constantFrom(null, 1, 2)),
  carts: fc.array(add, { minLength: 2, maxLength: 5 }),
  actions: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          ...{ do: fc.constant("checkout" as const), owner: index, key: fc.nat({ max: 1 }), code: fc.boolean(), crash },
        }),
      },
      { weight: 1, arbitrary: sweep },
      {
        weight: 1,
        arbitrary: fc.record({
          ...{ do: fc.constant("transition" as const), order: index, crash },
          to: fc.constantFrom("shipped" as const, "cancelled" as const),
        }),
      },
      { weight: 4, arbitrary: nodeEvent },
    ),
    { minLength: 3, maxLength: 9 },
  ),
  late: fc.array(fc.boolean(), { maxLength: 10 }),
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 12 })), { maxLength: 60 }),
});

export type FailoverScenario = typeof failoverScenarios extends fc.Arbitrary<infer T> ? T : never;
