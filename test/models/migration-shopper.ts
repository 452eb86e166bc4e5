import { expect } from "vitest";
import type { LineRecord } from "#lib/migration/records/record.ts";
import type { Unmirrored } from "#lib/migration/shop.ts";
import type { GatedActor } from "./migration-gate.ts";
import type { Process } from "./migration-world.ts";

/** A shopper of the model, who does one thing after the other and compares every answer with what they were told. */

const OPERATIONS = 25;
/** A line to which the sessions of a user add at the same time; nobody sets it. */
const SHARED = "shared";

export type StartProcess = (name: string, work: (process: Process) => Promise<unknown>) => GatedActor;

const oneOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];

export class ModelShopper {
  readonly name: string;
  readonly owner: string;
  private readonly user: { id: string; username: string } | null;
  private sid = "";
  private sessions = 0;
  /** what each line may be: after a crash one of several; nobody else writes them */
  private readonly lines = new Map<string, Set<number>>();
  /** whether the session may live; both after a crash */
  private alive = new Set([false]);
  private readonly ended: string[] = [];
  private readonly unmirrored: Unmirrored = new Map();
  private left = OPERATIONS;
  /** how often this shopper has added one to the shared line, and how often they were told that it was done */
  readonly added = { asked: 0, acknowledged: 0 };
  /** what they are doing */
  actor: GatedActor | null = null;

  constructor(name: string, user: ModelShopper["user"]) {
    this.name = name;
    this.user = user;
    this.owner = user?.id ?? `g-${name}`;
  }

  get isIdle(): boolean {
    return this.actor === null && this.left > 0;
  }

  get isOver(): boolean {
    return this.actor === null && this.left === 0;
  }

  /** Does the next thing, in a process of its own. */
  begin(start: StartProcess): void {
    this.left--;
    const { touch, readSession, readCart, changeLine, addToShared, end } = this;
    const work = this.alive.has(true)
      ? oneOf([touch, readSession, readCart, changeLine, changeLine, addToShared, end])
      : this.createSession;
    if (work) this.actor = start(this.name, work.call(this));
  }

  private createSession() {
    this.sid = `${this.name}-session-${++this.sessions}`;
    this.alive = new Set([true, false]);
    return async ({ shop }: Process) => {
      await shop.change({ verb: "create-session", sid: this.sid, user: this.user }, this.unmirrored);
      this.alive = new Set([true]);
    };
  }

  private touch() {
    const isCertain = !this.alive.has(false);
    return async ({ shop }: Process) => {
      const found = await shop.change({ verb: "touch-session", sid: this.sid, page: "/cart" }, this.unmirrored);
      if (isCertain) expect(found, `${this.name} was signed out`).not.toBeNull();
      this.alive = new Set([found !== null]);
    };
  }

  private end() {
    this.alive.add(false);
    return async ({ shop }: Process) => {
      await shop.change({ verb: "end-session", sid: this.sid }, this.unmirrored);
      this.alive = new Set([false]);
      this.ended.push(this.sid);
    };
  }

  private readSession() {
    const [sid, alive] = [this.sid, [...this.alive]];
    return async ({ shop }: Process) => {
      const found = await shop.readSession(sid, this.unmirrored);
      expect(alive, `session ${sid}`).toContain(found !== null);
      for (const ended of this.ended)
        expect(await shop.readSession(ended, this.unmirrored), `${ended} came back`).toBeNull();
    };
  }

  private changeLine() {
    const sku = `${this.name}-sku-${oneOf(["a", "b"])}`;
    const mode = oneOf(["add", "set"] as const) ?? "add";
    const quantity = Math.floor(Math.random() * 4) + (mode === "add" ? 1 : 0);
    const before = this.lines.get(sku) ?? new Set([0]);
    const after = new Set([...before].map((value) => (mode === "add" ? Math.min(99, value + quantity) : quantity)));
    this.lines.set(sku, new Set([...before, ...after]));
    const guest = this.user === null;
    return async ({ shop }: Process) => {
      await shop.change({ verb: "change-line", owner: this.owner, guest, sku, quantity, mode }, this.unmirrored);
      this.lines.set(sku, after);
    };
  }

  private addToShared() {
    this.added.asked++;
    const line = { owner: this.owner, guest: this.user === null, sku: SHARED };
    return async ({ shop }: Process) => {
      await shop.change({ verb: "change-line", ...line, quantity: 1, mode: "add" }, this.unmirrored);
      this.added.acknowledged++;
    };
  }

  private readCart() {
    return async ({ shop }: Process) => {
      const cart = await shop.readCart(this.sid, this.owner, this.unmirrored);
      this.expectLines((sku) => cart.get(sku) ?? 0);
      expect(cart.get(SHARED) ?? 0, `${this.name}: ${SHARED}`).toBeGreaterThanOrEqual(this.added.acknowledged);
    };
  }

  private expectLines(quantityOf: (sku: string) => number): void {
    for (const [sku, possible] of this.lines) expect([...possible], `${this.name}: ${sku}`).toContain(quantityOf(sku));
  }

  /** Compares a cart with what its owners were told. @param owners all who have it */
  static expectCart(cart: readonly LineRecord[], owners: readonly ModelShopper[]): void {
    const quantityOf = (name: string) => cart.find(({ sku }) => sku === name)?.quantity ?? 0;
    for (const owner of owners) owner.expectLines(quantityOf);
    const sum = (of: "asked" | "acknowledged") => owners.reduce((total, { added }) => total + added[of], 0);
    expect(quantityOf(SHARED), "of the shared line, what was told is there").toBeGreaterThanOrEqual(
      sum("acknowledged"),
    );
    expect(quantityOf(SHARED), "nothing was added twice").toBeLessThanOrEqual(sum("asked"));
  }
}
