import fc from "fast-check";
import type { Deed } from "./order-model.ts";

const index = fc.nat({ max: 5 });
const quantity = fc.integer({ min: 1, max: 3 });
const death = fc.option(
  fc.record({ at: fc.nat({ max: 28 }), how: fc.constantFrom("before" as const, "after" as const) }),
  {
    freq: 2,
  },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("checkout" as const),
      owner: index,
      key: fc.nat({ max: 1 }),
      code: fc.boolean(),
      death,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("add" as const), owner: index, sku: index, quantity }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sweep" as const), death }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sign-in" as const), guest: index, death }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      order: index,
      to: fc.constantFrom("shipped" as const, "delivered" as const, "cancelled" as const, "cancelled" as const),
      death,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restock" as const), sku: index, quantity }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("stop" as const), active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("price" as const), sku: index, cents: fc.nat({ max: 99 }) }) },
);
/** What happens, in which order: anything that the shop may have to go through. */
export const script = fc.record({
  stock: fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })),
  limits: fc.record({ total: fc.integer({ min: 1, max: 3 }), each: fc.integer({ min: 1, max: 2 }) }),
  carts: fc.array(fc.record({ do: fc.constant("add" as const), owner: index, sku: index, quantity }), { maxLength: 5 }),
  deeds: fc.array(deed, { minLength: 1, maxLength: 9 }),
  /** who goes next, among those who can, and for how many commands: long runs leave the others far behind */
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 25 }))), {
    maxLength: 60,
  }),
});

export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/** Full carts, enough stock, and a code that does not do for all: checkouts that overtake each other at every step. */
export const rush: fc.Arbitrary<Script> = fc.record({
  stock: fc.constant([4, 4] as [number, number]),
  limits: fc.record({ total: fc.integer({ min: 1, max: 2 }), each: fc.integer({ min: 1, max: 2 }) }),
  carts: fc.constant([0, 1, 2].map((owner) => ({ do: "add" as const, owner, sku: 0, quantity: 1 }))),
  deeds: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant("checkout" as const),
          owner: index,
          key: fc.constant(0),
          code: fc.constant(true),
          death,
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("sweep" as const), death }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("sign-in" as const), guest: index, death }) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant("move" as const),
          order: index,
          to: fc.constant("cancelled" as const),
          death,
        }),
      },
    ),
    { minLength: 2, maxLength: 7 },
  ),
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
});
