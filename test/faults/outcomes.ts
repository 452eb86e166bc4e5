/** One atomic step of a piece of work in a model; `self` carries what it has seen to the work's next step. */
export type Step<S, P> = (state: S, self: P) => void;

/** Every order in which the steps of several pieces of work can be taken, as the places of the work. */
function* ordersOf(lengths: readonly number[], taken: readonly number[] = lengths.map(() => 0)): Generator<number[]> {
  const open = lengths.flatMap((length, i) => ((taken[i] ?? 0) < length ? [i] : []));
  if (open.length === 0) yield [];
  for (const i of open) {
    const next = taken.map((count, at) => (at === i ? count + 1 : count));
    for (const rest of ordersOf(lengths, next)) yield [i, ...rest];
  }
}

/**
 * Every end that several pieces of work can have when they are done at once, one atomic step at a time, in any order.
 * @param look says what is seen of an end
 */
export function outcomesOf<S, P>(
  start: S,
  work: readonly (readonly Step<S, P>[])[],
  makeSelf: () => P,
  look: (state: S, selves: P[]) => string,
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
    found.add(look(state, selves));
  }
  return found;
}
