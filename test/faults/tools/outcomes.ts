/** One atomic step of an operation in a model; `self` passes what it has read to the next step of the operation. */
export type Step<S, P> = (state: S, self: P) => void;

/** Every interleaving of the steps of several operations, as the indexes of the operations. */
function* ordersOf(lengths: readonly number[], taken: readonly number[] = lengths.map(() => 0)): Generator<number[]> {
  const open = lengths.flatMap((length, i) => ((taken[i] ?? 0) < length ? [i] : []));
  if (open.length === 0) yield [];
  for (const i of open) {
    const next = taken.map((count, at) => (at === i ? count + 1 : count));
    for (const rest of ordersOf(lengths, next)) yield [i, ...rest];
  }
}

/**
 * Every possible outcome of several concurrent operations, over all interleavings of their atomic steps.
 * @param summarize turns a final state into a text that can be compared
 */
export function outcomesOf<S, P>(
  start: S,
  work: readonly (readonly Step<S, P>[])[],
  makeSelf: () => P,
  summarize: (state: S, selves: P[]) => string,
): Set<string> {
  const found = new Set<string>();
  for (const order of ordersOf(work.map((steps) => steps.length))) {
    const state = structuredClone(start);
    const selves = work.map(makeSelf);
    const rest = work.map((steps) => steps.values());
    for (const i of order) {
      const step = rest[i]?.next().value;
      const self = selves[i];
      if (step && self !== undefined) step(state, self);
    }
    found.add(summarize(state, selves));
  }
  return found;
}
