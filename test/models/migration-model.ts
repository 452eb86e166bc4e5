import { expect } from "vitest";
import { backfillStep } from "#lib/migration/backfill.ts";
import { readView } from "#lib/migration/control.ts";
import { completeMove, move } from "#lib/migration/moves.ts";
import { drainAll, drainOutbox } from "#lib/migration/outbox.ts";
import type { Phase, View } from "#lib/migration/phases.ts";
import { keyOf } from "#lib/migration/records/record.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";
import { BEGINNING, type Position } from "#lib/migration/records/walk.ts";
import { walkRedis } from "#lib/migration/redis/walk-redis.ts";
import type { SqlStore } from "#lib/migration/sql/sql-store.ts";
import { compareRecords } from "#lib/migration/verify.ts";
import { nowMs } from "#lib/time.ts";
import { Gate, type GatedActor } from "./migration-gate.ts";
import { ModelShopper } from "./migration-shopper.ts";
import { LIFETIMES, makeProcess, type Process, type Servers } from "./migration-world.ts";

/** A migration whose shoppers, backfill, outbox and operator take turns command by command, and are killed between any two. */

const CRASH_CHANCE = 0.03;

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
}

/** @returns null once the work of an actor has ended or it was killed @throws what the work threw */
function unlessOver(actor: GatedActor | null): GatedActor | null {
  if (!actor || actor.isDead) return null;
  if (!actor.isDone) return actor;
  if (actor.error) throw actor.error;
  return null;
}

export class MigrationModel {
  crashes = 0;
  readonly visited = new Set<Phase>();
  private readonly gate = new Gate();
  private readonly servers: Servers;
  private readonly shoppers: readonly ModelShopper[];
  /** the phase before, and the one that is */
  private views: [View, View];
  private position: Position | null = null;
  /** whether Redis has everything; and SQL, since it was not written to */
  private isFilled = true;
  private isFilledBack = true;
  private isMoveUnfinished = false;
  private operator: GatedActor | null = null;
  private filler: GatedActor | null = null;
  private relay: GatedActor | null = null;

  /** @param view the phase at the beginning, where both stores are empty */
  constructor(servers: Servers, view: View) {
    this.servers = servers;
    this.views = [view, view];
    const user = { id: "user-1", username: "parker" };
    this.shoppers = [user, user, null].map((of, i) => new ModelShopper(`shopper-${i}`, of));
  }

  private get phase(): Phase {
    return this.views[1].phase;
  }

  /** A process that knows the phase, or the one before. */
  private readonly start = (name: string, work: (process: Process) => Promise<unknown>): GatedActor => {
    const view = pick(this.views);
    return this.gate.start(name, (actor) => work(makeProcess(this.servers, this.gate, actor, view)));
  };

  private async noteView(): Promise<void> {
    const view = await readView(this.servers.redis);
    if (view && view.epoch !== this.views[1].epoch) this.views = [this.views[1], view];
    this.visited.add(this.phase);
    // Who does not follow has to be filled before it is read.
    if (this.phase === 0) [this.isFilled, this.position] = [false, null];
    if (this.phase === 6) [this.isFilledBack, this.position] = [false, null];
  }

  /** Completes the move that was interrupted, or moves on or back. */
  private operate(): void {
    const isBusy = this.shoppers.some(({ actor }) => actor !== null);
    if (this.operator || (isBusy && Math.random() < 0.6)) return;
    const { phase } = this;
    const isUnfinished = this.isMoveUnfinished;
    const to = this.nextPhase(phase, isBusy);
    if (!isUnfinished && to === null) return;
    this.isMoveUnfinished = true;
    this.operator = this.gate.start("operator", async (actor) => {
      const { redis, stores } = makeProcess(this.servers, this.gate, actor, this.views[1]);
      const tools = { redis, stores };
      if (isUnfinished) await completeMove(tools);
      else if (to !== null) {
        if (phase === 3 && to === 4) while ((await drainOutbox(stores.sql, stores.redis.both)) > 0);
        const percent = to === 4 ? pick([1, 10, 50, 100]) : to > 4 ? 100 : 0;
        await move(tools, { phase }, { phase: to, percent });
      }
      this.isMoveUnfinished = false;
    });
  }

  /** The next phase, if nothing speaks against it: Redis is filled before it is read, and SQL before it leads again. */
  private nextPhase(phase: Phase, isBusy: boolean): Phase | null {
    const to = (phase + (Math.random() < 0.7 ? 1 : -1)) as Phase;
    if (to < 0 || to > 6) return null;
    if (phase === 2 && to === 3 && !this.isFilled) return null;
    if (phase === 5 && to === 4 && !this.isFilledBack) return null;
    return isBusy && Math.random() < 0.5 ? null : to;
  }

  private fill(): void {
    if (this.filler || this.isMoveUnfinished) return;
    const from = this.position ?? BEGINNING;
    if (this.phase === 2 && !this.isFilled)
      this.filler = this.start("backfill", async ({ stores }) => {
        const { next } = await backfillStep(stores.sql, stores.redis.both, from, 3);
        [this.position, this.isFilled] = [next, next === null];
      });
    if (this.phase === 5 && !this.isFilledBack)
      this.filler = this.start("backfill of SQL", async ({ stores }) => {
        const source = walkRedis(this.servers.redis, stores.redis.both);
        const { next } = await backfillStep(source, stores.sql, from, 100);
        [this.position, this.isFilledBack] = [next, next === null];
      });
  }

  private drain(): void {
    const { phase } = this;
    if (this.relay || this.isMoveUnfinished || phase === 0 || phase === 6) return;
    this.relay = this.start("outbox", ({ stores }) =>
      phase <= 4 ? drainOutbox(stores.sql, stores.redis.both) : drainOutbox(stores.redis.both, stores.sql),
    );
  }

  /** Lets a command pass, or kills who waits for it. */
  private step(waiting: readonly GatedActor[]): void {
    const index = Math.floor(Math.random() * waiting.length);
    const actor = waiting[index];
    if (!actor) return;
    if (Math.random() < CRASH_CHANCE) {
      this.crashes++;
      this.gate.kill(actor);
    } else this.gate.pick(index);
  }

  /** Runs until the shoppers have done what they wanted. @throws what does not hold */
  async run(): Promise<void> {
    for (;;) {
      const waiting = await this.gate.settle();
      await this.noteView();
      for (const shopper of this.shoppers) shopper.actor = unlessOver(shopper.actor);
      this.operator = unlessOver(this.operator);
      this.filler = unlessOver(this.filler);
      this.relay = unlessOver(this.relay);
      if (this.shoppers.every(({ isOver }) => isOver)) break;
      const idle = this.shoppers.filter(({ isIdle }) => isIdle);
      const what = Math.random();
      if (idle.length > 0 && what < 0.3) pick(idle).begin(this.start);
      else if (what < 0.4) this.operate();
      else if (what < 0.5) this.fill();
      else if (what < 0.55) this.drain();
      else this.step(waiting);
    }
    for (const actor of [this.operator, this.filler, this.relay]) if (actor) this.gate.kill(actor);
  }

  private async compareAll(sql: SqlStore, leader: RecordStore, follower: RecordStore): Promise<void> {
    const [sessions, lines] = [await sql.page("session", "", 1000), await sql.page("line", "", 1000)];
    for (const record of [...sessions.records, ...lines.records]) {
      const key = keyOf(record);
      const both = [await leader.read(key), await follower.read(key)] as const;
      expect(compareRecords(key, both, LIFETIMES, nowMs() / 1000)).toBeNull();
    }
  }

  /** Completes what was interrupted, brings both stores to the same state, and compares all. @throws what does not hold */
  async check(): Promise<void> {
    const gate = new Gate();
    const actor = gate.start("check", async (self) => {
      const { redis, stores } = makeProcess(this.servers, gate, self, this.views[1]);
      await completeMove({ redis, stores });
      const phase = (await readView(redis))?.phase ?? 0;
      const [leader, follower] = phase <= 4 ? [stores.sql, stores.redis.both] : [stores.redis.both, stores.sql];
      await drainAll(leader, follower);
      // Where it has been filled, there is nothing to mend any more.
      if (phase <= 4 ? this.isFilled && phase >= 3 : this.isFilledBack && phase === 5)
        await this.compareAll(stores.sql, leader, follower);
      const source = phase <= 4 ? stores.sql : walkRedis(redis, stores.redis.both);
      for (let at: Position | null = BEGINNING; at; ) at = (await backfillStep(source, follower, at, 100)).next;
      await this.compareAll(stores.sql, leader, follower);
      for (const [owner, shoppers] of Map.groupBy(this.shoppers, (shopper) => shopper.owner))
        ModelShopper.expectCart(await leader.readCart(owner), shoppers);
    });
    while (!actor.isDone) if ((await gate.settle()).length > 0) gate.pick(0);
    if (actor.error) throw actor.error;
  }
}
