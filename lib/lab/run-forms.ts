import type { RunKind } from "#lib/lab/runs/schema.ts";

/** What an administrator can start, with the fields of its form. */

export interface KindField {
  name: string;
  label: string;
  hint?: string;
  /** A number unless it says otherwise. */
  options?: readonly string[];
  flag?: boolean;
  min?: number;
  max?: number;
  initial?: string;
}

export interface KindInfo {
  kind: RunKind;
  title: string;
  /** What the run shows, in a sentence. */
  shows: string;
  fields: readonly KindField[];
}

const amount = (name: string, label: string, max: number, initial: number, hint?: string): KindField => ({
  name,
  label,
  min: 1,
  max,
  initial: String(initial),
  ...(hint ? { hint } : {}),
});
const url: KindField = {
  name: "url",
  label: "Over HTTP",
  hint: "Address of a shop on this machine. Empty: through the shop's own functions.",
  options: [],
};

export const runForms: readonly KindInfo[] = [
  {
    kind: "pipeline",
    title: "Pipeline",
    shows: "Server A inserts 1 to 10,000 into biglist, Server B reads them back in reverse. Four ways, side by side.",
    fields: [
      amount("count", "Values", 1_000_000, 10_000),
      {
        name: "mode",
        label: "Way",
        options: ["all", "sequential", "auto", "pipeline", "variadic"],
        initial: "all",
      },
    ],
  },
  {
    kind: "load",
    title: "Load",
    shows: "Session writes at a fixed rate. A write that is late counts from when it was due, so nothing is hidden.",
    fields: [
      amount("rate", "Writes a second", 500_000, 6000),
      amount("seconds", "Seconds", 600, 10),
      amount("sessions", "Sessions", 200_000, 10_000),
      {
        name: "findLimit",
        label: "Find the limit",
        hint: "Raises the rate by a quarter every two seconds until p99 passes 5 ms, and tells the knee.",
        flag: true,
      },
    ],
  },
  {
    kind: "browse",
    title: "Browse",
    shows: "One shopper looks at page after page: product, activity, cart.",
    fields: [amount("views", "Page views", 10_000, 100), url],
  },
  {
    kind: "crowd",
    title: "Crowd",
    shows: "Many shoppers at once, each waiting for the page before.",
    fields: [amount("shoppers", "Shoppers", 1000, 50), amount("views", "Page views each", 1000, 30), url],
  },
  {
    kind: "bulk",
    title: "Bulk",
    shows: "Up to a hundred million integers, written by several workers over several keys, read back and verified.",
    fields: [
      amount("count", "Values", 100_000_000, 1_000_000),
      amount("shards", "Keys", 64, 4),
      amount("workers", "Workers", 8, 2),
      { name: "structure", label: "Structure", options: ["list", "stream"], initial: "list" },
    ],
  },
  {
    kind: "compare",
    title: "Compare",
    shows:
      "The same lookups and updates on Redis and on PostgreSQL, turn by turn, with what the documents claim beside.",
    fields: [amount("seconds", "Seconds", 300, 16), amount("concurrency", "Under way at once", 64, 32)],
  },
];
