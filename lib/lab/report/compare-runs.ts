import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Row } from "#lib/lab/runs/schema.ts";
import { formatFigure, labelOf } from "./figures.ts";

/** All figures of a run, by name. */
function figuresOf({ result }: PublicRun): Map<string, number> {
  const { latencyMs, figures, ...rest } = result ?? {};
  const all = { ...rest, ...latencyMs, ...figures };
  return new Map(Object.entries(all).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "load 25 Nov 22:05:49", in UTC. */
const nameOf = ({ kind, startedAt }: PublicRun) =>
  `${kind} ${day.format(new Date(startedAt))} ${startedAt.slice(11, 19)}`;

/** Two runs, the older one first. */
export function orderByStart(one: PublicRun, other: PublicRun): [older: PublicRun, newer: PublicRun] {
  return one.startedAt <= other.startedAt ? [one, other] : [other, one];
}

/** The figures that two runs have in common, the older run's first, and the ratio of the newer to the older. */
export function compareRuns(one: PublicRun, other: PublicRun): Row[] {
  const [older, newer] = orderByStart(one, other);
  const [before, after] = [figuresOf(older), figuresOf(newer)];
  // Two runs of the same kind and second have the same name.
  const newerName = nameOf(newer) === nameOf(older) ? `${nameOf(newer)} (later)` : nameOf(newer);
  return [...before].flatMap(([name, value]) => {
    const against = after.get(name);
    if (against === undefined) return [];
    return [
      {
        figure: labelOf(name),
        [nameOf(older)]: formatFigure(name, value),
        [newerName]: formatFigure(name, against),
        "newer ÷ older": value === 0 ? null : Math.round((against / value) * 100) / 100,
      },
    ];
  });
}
