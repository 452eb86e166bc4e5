import { words } from "./format.ts";
import type { Row, Run } from "./schema.ts";

/** Every figure of a run under its name. */
function figuresOf({ result }: Run): Map<string, number> {
  const { latencyMs, figures, ...rest } = result ?? {};
  const all = { ...rest, ...latencyMs, ...figures };
  return new Map(Object.entries(all).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}

/** The figures that two runs have in common, with the ratio of the second to the first. */
export function compareRuns(one: Run, other: Run): Row[] {
  const [first, second] = [figuresOf(one), figuresOf(other)];
  return [...first].flatMap(([name, value]) => {
    const against = second.get(name);
    if (against === undefined) return [];
    return [{ figure: words(name), first: value, second: against, ratio: value === 0 ? null : against / value }];
  });
}
