import type { PublicRun } from "#lib/lab/runs/run.ts";
import type { Row } from "#lib/lab/runs/schema.ts";
import { environmentLines } from "./environment.ts";
import { formatFigure, labelOf } from "./figures.ts";

/** Lines of the environment that differ between any two runs. */
const VARYING = ["in use before the run", "connections"];

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

/** The names of the columns of two runs, the older one's first. Two runs of the same kind and second differ, too. */
function columnNames(older: PublicRun, newer: PublicRun): [string, string] {
  const [before, after] = [nameOf(older), nameOf(newer)];
  return [before, after === before ? `${after} (later)` : after];
}

/** What differs between the environments of two runs, without the load, which always does; none if one is unknown. */
export function compareEnvironments(one: PublicRun, other: PublicRun): Row[] {
  const [older, newer] = orderByStart(one, other);
  if (!older.environment || !newer.environment) return [];
  const [olderName, newerName] = columnNames(older, newer);
  const after = new Map(environmentLines(newer.environment));
  return environmentLines(older.environment)
    .filter(([label, value]) => !VARYING.includes(label) && after.get(label) !== value)
    .map(([label, value]) => ({ environment: label, [olderName]: value, [newerName]: after.get(label) ?? null }));
}

/** The figures that two runs have in common, the older run's first, and the ratio of the newer to the older. */
export function compareRuns(one: PublicRun, other: PublicRun): Row[] {
  const [older, newer] = orderByStart(one, other);
  const [before, after] = [figuresOf(older), figuresOf(newer)];
  const [olderName, newerName] = columnNames(older, newer);
  return [...before].flatMap(([name, value]) => {
    const against = after.get(name);
    if (against === undefined) return [];
    return [
      {
        figure: labelOf(name),
        [olderName]: formatFigure(name, value),
        [newerName]: formatFigure(name, against),
        "newer ÷ older": value === 0 ? null : Math.round((against / value) * 100) / 100,
      },
    ];
  });
}
