import fc from "fast-check";
import { expect } from "vitest";
import { interleave } from "#test/interleave.ts";
import { outcomesOf, type Step } from "#test/outcomes.ts";
import { unlessBusy } from "#test/unless-busy.ts";

/** Something that guests and users own and that a sign-in merges, next to a model of it. */
interface Merged<S, C, P> {
  changes: fc.Arbitrary<C>;
  /** Fills Redis and the model with the same; `fill` entries belong to user 1. */
  begin(fill: number): Promise<S>;
  perform(change: C): Promise<string>;
  stepsOf(change: C): Step<S, P>[];
  makeSelf(): P;
  /** Every owner looks once, which drops what is gone. */
  lookAtAll(): Promise<unknown>;
  dropGone(model: S): void;
  readRedis(): Promise<unknown>;
  readModel(model: S): unknown;
}

/** Does all steps of a change in the model, with nobody between them. */
export function applyAll<S, P extends { answer?: string }>(steps: readonly Step<S, P>[], model: S, self: P) {
  for (const step of steps) step(model, self);
  return self.answer;
}

/**
 * Whatever happens at once, and wherever a merge dies, some order of the steps explains what is there in the end, after
 * merges that may have stopped were called again, and what each change answered.
 */
export function mergeRaces<S, C extends { kind: string }, P extends { answer?: string }>(it: Merged<S, C, P>) {
  const crash = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 2 });
  const together = fc.array(fc.record({ change: it.changes, crash }), { minLength: 2, maxLength: 4 });
  const apply = (model: S, change: C) => applyAll(it.stepsOf(change), model, it.makeSelf());
  return fc.asyncProperty(
    fc.constantFrom(0, 0, 0, 98),
    fc.array(it.changes, { maxLength: 5 }),
    together,
    fc.infiniteStream(fc.nat(7)),
    unlessBusy(async (fill, before, chosen, choices) => {
      const model = await it.begin(fill);
      for (const change of before) {
        await it.perform(change);
        apply(model, change);
        await it.lookAtAll();
        it.dropGone(model);
      }
      // What comes back at the same moment may be dropped by the reader that saw it gone, and what waits to be dropped
      // takes room for as long as nobody looks.
      const list = chosen.filter(({ change: { kind } }) => kind !== "create" && !(fill > 0 && kind === "delete"));
      const all = list.map(({ change }) => change);
      const merges = all.filter(({ kind }) => kind === "merge");
      const crashes = list.map((entry) => (entry.change.kind === "merge" ? entry.crash : undefined));
      const work = all.map((change) => () => it.perform(change));
      const answers = await interleave(work, () => choices.next().value ?? 0, crashes);
      for (const change of merges) await it.perform(change);
      await it.lookAtAll();
      const steps = all.map((change, i) => it.stepsOf(change).slice(0, crashes[i]));
      const explained = outcomesOf(model, steps, it.makeSelf, (end, selves) => {
        for (const change of merges) apply(end, change);
        it.dropGone(end);
        return JSON.stringify([it.readModel(end), selves.map((self) => self.answer ?? "crashed")]);
      });
      expect([...explained]).toContain(JSON.stringify([await it.readRedis(), answers]));
    }),
  );
}
