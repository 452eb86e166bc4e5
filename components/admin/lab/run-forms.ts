import { DEFAULT_LIMIT_MS } from "#lib/lab/report/verdict.ts";
import type { RunKind } from "#lib/lab/runs/schema.ts";

/** The kinds of run that an administrator can start, with the fields of their forms. */

/** A number field, unless `options` or `flag` says otherwise. */
export interface KindField {
  name: string;
  label: string;
  hint?: string;
  /** The choices of a select; empty for a URL field. */
  options?: readonly string[];
  /** A checkbox. */
  flag?: boolean;
  min?: number;
  max?: number;
  /** Of a number that is not whole. */
  step?: number;
  /** Whether the field may stay empty. */
  optional?: boolean;
  initial?: string;
}

export interface KindInfo {
  kind: RunKind;
  title: string;
  /** What the run shows, in a sentence or two. */
  shows: string;
  fields: readonly KindField[];
}

/** A field for a whole number, with the bounds and the default of lib/lab/runs/schema.ts. */
const count = (name: string, label: string, max: number, initial: number): KindField => ({
  name,
  label,
  min: 1,
  max,
  initial: String(initial),
});
const url: KindField = {
  name: "url",
  label: "Over HTTP",
  hint: "Address of a store on this machine. Leave empty to call the store's functions directly.",
  options: [],
};

/** What the run calls, and the address of the store if that is its HTTP API. The first layer is the default. */
const layerFields = (layers: readonly [string, string], hint: string): KindField[] => [
  { name: "via", label: "Via", hint, options: layers, initial: layers[0] },
  {
    name: "url",
    label: "Address of the store",
    hint: "Only via http: a store on this machine. Leave empty for this one.",
    options: [],
  },
];

export const runForms: readonly KindInfo[] = [
  {
    kind: "pipeline",
    title: "Pipeline",
    shows: "Server A inserts 1 to 10,000 into biglist, Server B reads them back in reverse. Compares four methods.",
    fields: [
      count("count", "Values", 1_000_000, 10_000),
      {
        name: "mode",
        label: "Method",
        options: ["all", "sequential", "auto", "pipeline", "variadic"],
        initial: "all",
      },
    ],
  },
  {
    kind: "load",
    title: "Load",
    shows:
      "Session writes to Redis, or page views of the store over HTTP, at a fixed rate. Latency counts from the time one was due, so delays are not hidden.",
    fields: [
      { ...count("rate", "Writes per second", 500_000, 6000), hint: "Via http: page views per second" },
      count("seconds", "Seconds", 600, 10),
      ...layerFields(
        ["redis", "http"],
        "redis: the function by which the store updates a session. http: POST /api/visits of the store.",
      ),
      count("sessions", "Sessions", 200_000, 10_000),
      {
        name: "limitMs",
        label: "Limit for p99, in ms (optional)",
        min: 0.1,
        max: 10_000,
        step: 0.1,
        optional: true,
      },
      {
        name: "findLimit",
        label: "Find the limit",
        hint: `Raises the rate by a quarter every two seconds until p99 exceeds the limit (unless given ${DEFAULT_LIMIT_MS.redis} ms, via http ${DEFAULT_LIMIT_MS.http} ms), and reports the highest rate that held.`,
        flag: true,
      },
    ],
  },
  {
    kind: "sale",
    title: "Sale",
    shows:
      "Shoppers with full carts check out all at once, for fewer units than there are shoppers. No unit is sold twice, and none is lost.",
    fields: [
      count("shoppers", "Shoppers", 5000, 1000),
      count("units", "Units", 10_000, 100),
      ...layerFields(["domain", "http"], "domain: the function of the store. http: POST /api/checkout of the store."),
    ],
  },
  {
    kind: "browse",
    title: "Browse",
    shows: "One shopper views one page after another: product, activity, cart.",
    fields: [count("views", "Page views", 10_000, 100), url],
  },
  {
    kind: "crowd",
    title: "Crowd",
    shows: "Many shoppers at once, each waiting for the previous page.",
    fields: [count("shoppers", "Shoppers", 1000, 50), count("views", "Page views each", 1000, 30), url],
  },
  {
    kind: "bulk",
    title: "Bulk",
    shows: "Up to a hundred million integers, written by several workers to several keys, read back and verified.",
    fields: [
      count("count", "Values", 100_000_000, 1_000_000),
      count("shards", "Keys", 64, 4),
      count("workers", "Workers", 8, 2),
      { name: "structure", label: "Structure", options: ["list", "stream"], initial: "list" },
    ],
  },
  {
    kind: "compare",
    title: "Compare",
    shows: "The same lookups and updates on Redis and on PostgreSQL, in turns, next to what the documents claim.",
    fields: [count("seconds", "Seconds", 300, 16), count("concurrency", "Operations in flight", 64, 32)],
  },
];
