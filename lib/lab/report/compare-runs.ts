import type { Row, Run } from "#lib/lab/runs/schema.ts";
import { labelOf, printFigure } from "./figures.ts";

/** Every figure of a run under its name. */
function figuresOf({ result }: Run): Map<string, number> {
  const { latencyMs, figures, ...rest } = result ?? {};
  const all = { ...rest, ...latencyMs, ...figures };
  return new Map(Object.entries(all).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "load 25 Nov 22:05:49", in UTC. */
const nameOf = ({ kind, startedAt }: Run) => `${kind} ${day.format(new Date(startedAt))} ${startedAt.slice(11, 19)}`;

/** Two runs, the older one first. */
export function byAge(one: Run, other: Run): [Run, Run] {
  return one.startedAt <= other.startedAt ? [one, other] : [other, one];
}

/** The figures that two runs have in common, the older run's first, and how many times as much the newer one's are. */
export function compareRuns(one: Run, other: Run): Row[] {
  const [older, newer] = byAge(one, other);
  const [before, after] = [figuresOf(older), figuresOf(newer)];
  return [...before].flatMap(([name, value]) => {
    const against = after.get(name);
    if (against === undefined) return [];
    return [
      {
        figure: labelOf(name),
        [nameOf(older)]: printFigure(name, value),
        // Two of the same second have one name.
        [nameOf(newer) === nameOf(older) ? `${nameOf(newer)} (later)` : nameOf(newer)]: printFigure(name, against),
        "newer ÷ older": value === 0 ? null : Math.round((against / value) * 100) / 100,
      },
    ];
  });
}
