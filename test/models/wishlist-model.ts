import { MAX_SAVED } from "#lib/wishlist/schema.ts";
import type { Step } from "#test/faults/tools/outcomes.ts";

/** The expected content of Redis in plain maps and sets: the rules of wishlists without any Lua. */
export interface Lists {
  skus: Set<string>;
  /** owner → SKUs, oldest first */
  saved: Map<string, Set<string>>;
  /** guest → owner into whose list theirs is merged */
  movedTo: Map<string, string>;
  /** `<owner> <guest>` of the merges that were done */
  merged: Set<string>;
  leftOut: Map<string, Set<string>>;
}

export type Change =
  | { kind: "save" | "remove"; owner: string; sku: string }
  | { kind: "merge"; guest: string; owner: string }
  | { kind: "delete" | "create"; sku: string };

/** The result of a change. */
export type Answer = "ok" | "unknown-sku" | "full" | "moved" | "other";

/** What a change passes from one of its steps to the next. */
export interface Progress {
  answer?: Answer;
  entries?: string[];
}

export function makeLists(skus: Iterable<string>): Lists {
  return { skus: new Set(skus), saved: new Map(), movedTo: new Map(), merged: new Set(), leftOut: new Map() };
}

export function setOf(sets: Map<string, Set<string>>, owner: string): Set<string> {
  const set = sets.get(owner) ?? new Set<string>();
  sets.set(owner, set);
  return set;
}

function save(lists: Lists, owner: string, sku: string): Answer {
  const saved = setOf(lists.saved, owner);
  if (!saved.has(sku) && saved.size >= MAX_SAVED) return "full";
  saved.add(sku);
  return "ok";
}

/** In these tests a guest's entries are newer than those that fill a user's list, so the surplus is at its start. */
function mergeEntries(lists: Lists, owner: string, guest: string, entries: readonly string[]): void {
  if (lists.merged.has(`${owner} ${guest}`)) return;
  lists.merged.add(`${owner} ${guest}`);
  const saved = setOf(lists.saved, owner);
  const leftOut = setOf(lists.leftOut, owner);
  for (const sku of entries) {
    saved.add(sku);
    leftOut.delete(sku);
  }
  for (const sku of [...saved].slice(0, Math.max(0, saved.size - MAX_SAVED))) {
    saved.delete(sku);
    leftOut.add(sku);
  }
}

/** The atomic steps of a change. Steps of other changes may run between two of them. */
export function stepsOf(change: Change): Step<Lists, Progress>[] {
  switch (change.kind) {
    case "delete":
    case "create":
      return [
        ({ skus }, self) => {
          self.answer = "ok";
          if (change.kind === "delete") skus.delete(change.sku);
          else skus.add(change.sku);
        },
      ];
    case "merge": {
      const { guest, owner } = change;
      return [
        (lists, self) => {
          const other = (lists.movedTo.get(guest) ?? owner) !== owner;
          if (!other) lists.movedTo.set(guest, owner);
          self.entries = other ? [] : [...setOf(lists.saved, guest)];
          if (self.entries.length === 0) self.answer = other ? "other" : "ok";
        },
        (lists, self) => {
          if (self.entries?.length) mergeEntries(lists, owner, guest, self.entries);
        },
        (lists, self) => {
          if (self.entries?.length) lists.saved.delete(guest);
          self.answer ??= "ok";
        },
      ];
    }
    default:
      return [
        ({ skus }, self) => {
          if (change.kind === "save" && !skus.has(change.sku)) self.answer = "unknown-sku";
        },
        (lists, self) => {
          if (self.answer) return;
          const { kind, owner, sku } = change;
          if (lists.movedTo.has(owner)) self.answer = "moved";
          else if (kind === "save") self.answer = save(lists, owner, sku);
          else setOf(lists.saved, owner).delete(sku);
          self.answer ??= "ok";
          if (self.answer === "ok") setOf(lists.leftOut, owner).delete(sku);
        },
      ];
  }
}
