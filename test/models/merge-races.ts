import fc from "fast-check";
import { expect } from "vitest";
import type { Owner } from "#lib/owner.ts";
import { interleave } from "#test/faults/tools/interleave.ts";
import { outcomesOf, type Step } from "#test/faults/tools/outcomes.ts";
import { OWNERS, owner } from "./merge-fixtures.ts";

/** A cart or wishlist, which guests and users own and a sign-in merges, and a model of it. */
interface MergeSubject<S, C, P> {
  changes: fc.Arbitrary<C>;
  /** Resets Redis and the model to the same state, with `fill` entries of user 1. */
  begin(fill: number): Promise<S>;
  perform(change: C): Promise<string>;
  stepsOf(change: C): Step<S, P>[];
  makeSelf(): P;
  /** Reads the data of an owner, which changes nothing. */
  read(owner: Owner): Promise<unknown>;
  readRedis(): Promise<unknown>;
  readModel(model: S): unknown;
}

/** Runs all steps of a change in the model, without other steps between them. */
export function applyAll<S, P extends { answer?: string }>(steps: readonly Step<S, P>[], model: S, self: P) {
  for (const step of steps) step(model, self);
  return self.answer;
}

/**
 * Changes run concurrently, and merges crash at any step and are then repeated. Whatever the interleaving, some order of
 * the steps in the model must explain the final state and the result of each change.
 */
export function mergeRaces<S, C extends { kind: string }, P extends { answer?: string }>(it: MergeSubject<S, C, P>) {
  const crash = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 });
  const concurrent = fc.array(fc.record({ change: it.changes, crash }), { minLength: 2, maxLength: 4 });
  const apply = (model: S, change: C) => applyAll(it.stepsOf(change), model, it.makeSelf());
  const readAll = () => Promise.all(OWNERS.map((id) => it.read(owner(id))));
  return fc.asyncProperty(
    fc.constantFrom(0, 0, 0, 98),
    fc.array(it.changes, { maxLength: 5 }),
    concurrent,
    fc.infiniteStream(fc.nat(7)),
    async (fill, before, chosen, choices) => {
      const model = await it.begin(fill);
      for (const change of before) {
        await it.perform(change);
        apply(model, change);
        await readAll();
      }
      const all = chosen.map(({ change }) => change);
      const merges = all.filter(({ kind }) => kind === "merge");
      const crashes = chosen.map((entry) => (entry.change.kind === "merge" ? entry.crash : undefined));
      const work = all.map((change) => () => it.perform(change));
      const answers = await interleave(work, () => choices.next().value ?? 0, crashes);
      for (const change of merges) await it.perform(change);
      await readAll();
      const steps = all.map((change, i) => it.stepsOf(change).slice(0, crashes[i]));
      const explained = outcomesOf(model, steps, it.makeSelf, (final, selves) => {
        for (const change of merges) apply(final, change);
        return JSON.stringify([it.readModel(final), selves.map((self) => self.answer ?? "crashed")]);
      });
      expect([...explained]).toContain(JSON.stringify([await it.readRedis(), answers]));
    },
  );
}
