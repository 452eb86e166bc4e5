import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "#lib/redis/client.ts";

/** What a repair finds, and how it goes about it. Every part may run at any time, twice at once, and be stopped anywhere. */
export interface Repair {
  redis: Redis;
  /** whether things are only found */
  dryRun: boolean;
  /**
   * Notes something that does not agree.
   * @param kind in words, such as "orders that are not listed" @param name of what it is about
   */
  note(kind: string, name: string): void;
  /** Notes something that a repair can't mend, or must not. */
  noteOnly(kind: string, name: string): void;
  /** Called after each step of some milliseconds: Redis serves others meanwhile. */
  rest(): Promise<void>;
  /** Called with each key that a walk has looked at. */
  count(keys: number): void;
}

/** What was found of one kind. */
export interface Found {
  count: number;
  /** whether it is mended, or would be */
  mends: boolean;
  /** the first few names */
  examples: string[];
}

const EXAMPLES = 5;
const REST_MS = 20;

/** Makes a repair that remembers what it finds. */
export function startRepair(redis: Redis, { dryRun = false, onStep = () => {} } = {}) {
  const found = new Map<string, Found>();
  const progress = { keys: 0 };
  const add = (kind: string, name: string, mends: boolean) => {
    const entry = found.get(kind) ?? { count: 0, mends, examples: [] };
    entry.count += 1;
    if (entry.examples.length < EXAMPLES) entry.examples.push(name);
    found.set(kind, entry);
  };
  const repair: Repair = {
    redis,
    dryRun,
    note: (kind, name) => add(kind, name, true),
    noteOnly: (kind, name) => add(kind, name, false),
    async rest() {
      onStep();
      await sleep(REST_MS, undefined, { ref: false });
    },
    count(keys) {
      progress.keys += keys;
    },
  };
  return { repair, found, progress };
}
