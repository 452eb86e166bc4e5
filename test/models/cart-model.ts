import { MAX_LINES, MAX_QUANTITY } from "#lib/cart/limits.ts";

/** The expected content of Redis in plain maps: the rules of carts without any Lua. */
export interface CartState {
  skus: Set<string>;
  carts: Map<string, Map<string, number>>;
  /** guest → owner into whose cart theirs is merged */
  movedTo: Map<string, string>;
  /** `<owner> <guest>` of the merges that were done */
  merged: Set<string>;
  leftOut: Map<string, Map<string, number>>;
}

export type Change =
  | { kind: "add" | "set"; owner: string; sku: string; quantity: number }
  | { kind: "clear"; owner: string }
  | { kind: "merge"; guest: string; owner: string }
  | { kind: "delete" | "create"; sku: string };

/** The result of a change. */
export type Answer = "ok" | "unknown-sku" | "full" | "moved" | "other";

/** What a change passes from one of its steps to the next. */
export interface Progress {
  answer?: Answer;
  lines?: [string, number][];
}

export function makeCartState(skus: Iterable<string>): CartState {
  return { skus: new Set(skus), carts: new Map(), movedTo: new Map(), merged: new Set(), leftOut: new Map() };
}

export function linesOf(carts: CartState["carts"], owner: string): Map<string, number> {
  const lines = carts.get(owner) ?? new Map<string, number>();
  carts.set(owner, lines);
  return lines;
}

function mergeLines(state: CartState, owner: string, guest: string, lines: readonly [string, number][]): void {
  if (state.merged.has(`${owner} ${guest}`)) return;
  state.merged.add(`${owner} ${guest}`);
  const cart = linesOf(state.carts, owner);
  for (const [sku, quantity] of lines) {
    const target = cart.has(sku) || cart.size < MAX_LINES ? cart : linesOf(state.leftOut, owner);
    target.set(sku, Math.min(MAX_QUANTITY, (target.get(sku) ?? 0) + quantity));
  }
}

function changeLine(state: CartState, { kind, owner, sku, quantity }: Change & { kind: "add" | "set" }): Answer {
  if (state.movedTo.has(owner)) return "moved";
  const cart = linesOf(state.carts, owner);
  const wanted = Math.min(MAX_QUANTITY, quantity + (kind === "add" ? (cart.get(sku) ?? 0) : 0));
  if (wanted > 0 && !cart.has(sku) && cart.size >= MAX_LINES) return "full";
  if (wanted > 0) cart.set(sku, wanted);
  else cart.delete(sku);
  linesOf(state.leftOut, owner).delete(sku);
  return "ok";
}

/** The atomic steps of a change. Steps of other changes may run between two of them. */
export function stepsOf(change: Change): ((state: CartState, self: Progress) => void)[] {
  switch (change.kind) {
    case "delete":
    case "create":
      return [
        (state, self) => {
          self.answer = "ok";
          if (change.kind === "delete") state.skus.delete(change.sku);
          else state.skus.add(change.sku);
        },
      ];
    case "clear":
      return [
        (state, self) => {
          self.answer = state.movedTo.has(change.owner) ? "moved" : "ok";
          if (self.answer === "ok") for (const lines of [state.carts, state.leftOut]) lines.delete(change.owner);
        },
      ];
    case "merge": {
      const { guest, owner } = change;
      return [
        (state, self) => {
          if ((state.movedTo.get(guest) ?? owner) !== owner) self.answer = "other";
          else state.movedTo.set(guest, owner);
          self.lines = self.answer ? [] : [...linesOf(state.carts, guest)];
          if (self.lines.length === 0) self.answer ??= "ok";
        },
        (state, self) => {
          if (self.lines?.length) mergeLines(state, owner, guest, self.lines);
        },
        (state, self) => {
          if (self.lines?.length) state.carts.delete(guest);
          self.answer ??= "ok";
        },
      ];
    }
    default:
      return [
        (state, self) => {
          if (change.quantity > 0 && !state.skus.has(change.sku)) self.answer = "unknown-sku";
        },
        (state, self) => {
          self.answer ??= changeLine(state, { ...change, kind: change.kind });
        },
      ];
  }
}
