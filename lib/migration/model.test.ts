import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { backfillStep } from "#lib/migration/backfill.ts";
import { readView, writeView } from "#lib/migration/control.ts";
import { completeMove, move } from "#lib/migration/moves.ts";
import { drainAll, drainOutbox } from "#lib/migration/outbox.ts";
import type { Phase, View } from "#lib/migration/phases.ts";
import { keyOf } from "#lib/migration/records/record.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";
import { BEGINNING, type Position } from "#lib/migration/records/walk.ts";
import { setFences } from "#lib/migration/redis/fences.ts";
import { walkRedis } from "#lib/migration/redis/walk-redis.ts";
import type { Unmirrored } from "#lib/migration/shop.ts";
import type { SqlStore } from "#lib/migration/sql/sql-store.ts";
import { createTables, dropTables } from "#lib/migration/sql/tables.ts";
import { compareRecords } from "#lib/migration/verify.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { Gate, type GatedActor } from "#test/models/migration-gate.ts";
import { LIFETIMES, makeProcess, type Process } from "#test/models/migration-world.ts";
import { setUpPostgres } from "#test/servers/postgres.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/**
 * The migration as a model: shoppers, the backfill, the outbox and an operator who moves phases at random, whose commands to
 * either store pass in a random order, and who are killed before or after any of them.
 */

const postgres = setUpPostgres();
setUpRedis();

/** How often something is killed; ten thousand times with FAULTS=full. */
const CRASHES = process.env.FAULTS === "full" ? 10_000 : 200;
const CRASH_CHANCE = 0.03;
const OPERATIONS = 25;

/** A generator of numbers from 0 to 1 (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a shopper knows: what each line may be, and whether the session may live. More than one after a crash. */
interface Shopper {
  name: string;
  owner: string;
  user: { id: string; username: string } | null;
  sid: string;
  sessions: number;
  lines: Map<string, Set<number>>;
  alive: Set<boolean>;
  ended: string[];
  unmirrored: Unmirrored;
  left: number;
  actor: GatedActor | null;
}

class World {
  crashes = 0;
  readonly gate = new Gate();
  readonly random: () => number;
  private readonly base: { redis: Redis; pool: ReturnType<typeof postgres.pool>; schema: string };
  private views: [View, View];
  readonly shoppers: Shopper[];
  private position: Position | null = null;
  /** since dual writes began; and on the way back, since SQL follows again */
  private isFilled = true;
  private isFilledBack = true;

  constructor(seed: number, base: World["base"], view: View) {
    this.random = makeRandom(seed);
    this.base = base;
    this.views = [view, view];
    const user = { id: "user-1", username: "parker" };
    this.shoppers = [user, user, null].map((of, i) => ({
      ...{ name: `shopper ${i}`, owner: of?.id ?? "guest-1", user: of, sid: "", sessions: 0, lines: new Map() },
      ...{ alive: new Set([false]), ended: [], unmirrored: new Map(), left: OPERATIONS, actor: null },
    }));
  }

  private pickOf<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error("Nothing to pick from");
    return item;
  }

  /** A process that knows the phase, or the one before. */
  private start(name: string, work: (process: Process) => Promise<unknown>): GatedActor {
    const view = this.pickOf(this.views);
    return this.gate.start(name, (actor) => work(makeProcess(this.base, this.gate, actor, view, this.random)));
  }

  readonly visited = new Set<Phase>();

  async noteView(): Promise<void> {
    const view = await readView(this.base.redis);
    if (view && view.epoch !== this.views[1].epoch) this.views = [this.views[1], view];
    this.visited.add(this.phase);
    // Who does not follow has to be filled before it is read.
    if (this.phase === 0) [this.isFilled, this.position] = [false, null];
    if (this.phase === 6) [this.isFilledBack, this.position] = [false, null];
  }

  get phase(): Phase {
    return this.views[1].phase;
  }

  // ---- Shoppers

  private beginOperation(shopper: Shopper): void {
    shopper.left--;
    if (!shopper.alive.has(true)) {
      shopper.sid = `${shopper.name.replace(" ", "-")}-session-${++shopper.sessions}`;
      shopper.alive = new Set([true, false]);
      shopper.actor = this.start(shopper.name, async ({ shop }) => {
        await shop.change({ verb: "create-session", sid: shopper.sid, user: shopper.user }, shopper.unmirrored);
        shopper.alive = new Set([true]);
      });
      return;
    }
    const operations = [
      this.touch,
      this.readSession,
      this.readCart,
      this.changeLine,
      this.changeLine,
      this.changeLine,
      this.end,
    ];
    this.pickOf(operations).call(this, shopper);
  }

  private touch(shopper: Shopper): void {
    const isCertain = !shopper.alive.has(false);
    shopper.actor = this.start(shopper.name, async ({ shop }) => {
      const change = { verb: "touch-session", sid: shopper.sid, page: "/cart" } as const;
      const found = await shop.change(change, shopper.unmirrored);
      if (isCertain) expect(found, `${shopper.name} was signed out`).not.toBeNull();
      shopper.alive = new Set([found !== null]);
    });
  }

  private end(shopper: Shopper): void {
    shopper.alive.add(false);
    shopper.actor = this.start(shopper.name, async ({ shop }) => {
      await shop.change({ verb: "end-session", sid: shopper.sid }, shopper.unmirrored);
      shopper.alive = new Set([false]);
      shopper.ended.push(shopper.sid);
    });
  }

  private readSession(shopper: Shopper): void {
    const [sid, alive] = [shopper.sid, new Set(shopper.alive)];
    shopper.actor = this.start(shopper.name, async ({ shop }) => {
      const found = await shop.readSession(sid, shopper.unmirrored);
      expect([...alive], `${shopper.name}: session ${sid}`).toContain(found !== null);
      for (const ended of shopper.ended)
        expect(await shop.readSession(ended, shopper.unmirrored), `${ended} came back`).toBeNull();
    });
  }

  private changeLine(shopper: Shopper): void {
    const sku = `${shopper.name.replace(" ", "-")}-sku-${this.random() < 0.5 ? "a" : "b"}`;
    const mode = this.random() < 0.5 ? "add" : "set";
    const quantity = Math.floor(this.random() * 4) + (mode === "add" ? 1 : 0);
    const before = shopper.lines.get(sku) ?? new Set([0]);
    const after = new Set([...before].map((value) => (mode === "add" ? Math.min(99, value + quantity) : quantity)));
    shopper.lines.set(sku, new Set([...before, ...after]));
    const { owner, user } = shopper;
    shopper.actor = this.start(shopper.name, async ({ shop }) => {
      const change = { verb: "change-line", owner, guest: user === null, sku, quantity, mode } as const;
      await shop.change(change, shopper.unmirrored);
      shopper.lines.set(sku, after);
    });
  }

  private readCart(shopper: Shopper): void {
    shopper.actor = this.start(shopper.name, async ({ shop }) => {
      const cart = await shop.readCart(shopper.sid, shopper.owner, shopper.unmirrored);
      for (const [sku, possible] of shopper.lines)
        expect([...possible], `${shopper.name}: ${sku} in ${JSON.stringify(this.views)}`).toContain(cart.get(sku) ?? 0);
    });
  }

  // ---- Behind the scenes

  private operator: GatedActor | null = null;
  private filler: GatedActor | null = null;
  private relay: GatedActor | null = null;

  /** No change that is under way knows only phases that are long past: between two moves the operator waits for that. */
  private operate(): void {
    const isQuiet = this.shoppers.every(({ actor }) => actor === null);
    if (this.operator || (!isQuiet && this.random() < 0.6)) return;
    const { phase } = this.views[1];
    const isUnfinished = this.isInterrupted;
    const to = this.nextPhase(phase);
    if (!isUnfinished && to === null) return;
    this.isInterrupted = true;
    this.operator = this.gate.start("operator", async (actor) => {
      const { redis, stores } = makeProcess(this.base, this.gate, actor, this.views[1]);
      const tools = { redis, stores };
      if (isUnfinished) await completeMove(tools);
      else if (to !== null) {
        if (phase === 3 && to === 4) while ((await drainOutbox(stores.sql, stores.redis.both)) > 0);
        const percent = to === 4 ? this.pickOf([1, 10, 50, 100]) : to > 4 ? 100 : 0;
        await move(tools, { phase }, { phase: to, percent });
      }
      this.isInterrupted = false;
    });
  }
  private isInterrupted = false;

  /** The next phase, if nothing speaks against it: Redis is filled before it is read, and SQL before it leads again. */
  private nextPhase(phase: Phase): Phase | null {
    const to = (phase + (this.random() < 0.7 ? 1 : -1)) as Phase;
    if (to < 0 || to > 6) return null;
    if (phase === 2 && to === 3 && !this.isFilled) return null;
    if (phase === 5 && to === 4 && !this.isFilledBack) return null;
    // What is under way may be as of the phase before; what is older has to be over.
    const isOld = this.shoppers.some(({ actor }) => actor !== null);
    return isOld && (phase === 0 || phase === 1 || (phase === 4 && to === 5) || phase >= 5) && this.random() < 0.5
      ? null
      : to;
  }

  private fill(): void {
    const { phase } = this.views[1];
    if (this.filler || this.isInterrupted) return;
    if (phase === 2 && !this.isFilled) {
      const from = this.position ?? BEGINNING;
      this.filler = this.start("backfill", async ({ stores }) => {
        const { next } = await backfillStep(stores.sql, stores.redis.both, from, 3);
        this.position = next;
        this.isFilled = next === null;
      });
    }
    if (phase === 5 && !this.isFilledBack) {
      const { redis } = this.base;
      const from = this.position ?? BEGINNING;
      this.filler = this.start("backfill, back", async ({ stores }) => {
        const { next } = await backfillStep(walkRedis(redis, stores.redis.both), stores.sql, from, 100);
        this.position = next;
        this.isFilledBack = next === null;
      });
    }
  }

  private drain(): void {
    const { phase } = this.views[1];
    if (this.relay || this.isInterrupted || phase === 0 || phase === 6) return;
    this.relay = this.start("outbox", ({ stores }) =>
      phase <= 4 ? drainOutbox(stores.sql, stores.redis.both) : drainOutbox(stores.redis.both, stores.sql),
    );
  }

  private reap(actor: GatedActor | null): GatedActor | null {
    if (!actor || actor.isDead) return null;
    if (!actor.isDone) return actor;
    if (actor.error) throw actor.error;
    return null;
  }

  /** Runs until the shoppers have done what they wanted. */
  async run(): Promise<void> {
    for (;;) {
      const waiting = await this.gate.settle();
      await this.noteView();
      for (const shopper of this.shoppers) shopper.actor = this.reap(shopper.actor);
      this.operator = this.reap(this.operator);
      this.filler = this.reap(this.filler);
      this.relay = this.reap(this.relay);
      const idle = this.shoppers.filter(({ actor, left }) => actor === null && left > 0);
      const isOver = idle.length === 0 && this.shoppers.every(({ actor }) => actor === null);
      if (isOver) break;
      const begun = this.random();
      if (idle.length > 0 && begun < 0.3) this.beginOperation(this.pickOf(idle));
      else if (begun < 0.4) this.operate();
      else if (begun < 0.5) this.fill();
      else if (begun < 0.55) this.drain();
      else if (waiting.length > 0) {
        const index = Math.floor(this.random() * waiting.length);
        const actor = waiting[index];
        if (actor && this.random() < CRASH_CHANCE) {
          this.crashes++;
          this.gate.kill(actor);
        } else this.gate.pick(index);
      }
    }
    for (const actor of [this.operator, this.filler, this.relay]) if (actor) this.gate.kill(actor);
  }

  private async compareAll(sql: SqlStore, leader: RecordStore, follower: RecordStore): Promise<void> {
    const [sessions, lines] = [await sql.page("session", "", 1000), await sql.page("line", "", 1000)];
    for (const record of [...sessions.records, ...lines.records]) {
      const key = keyOf(record);
      const both = [await leader.read(key), await follower.read(key)] as const;
      expect(compareRecords(key, both, LIFETIMES, Date.now() / 1000)).toBeNull();
    }
  }

  /** Completes what was interrupted, brings both stores to the same state, and compares all. */
  async check(): Promise<void> {
    const gate = new Gate();
    const actor = gate.start("check", async (self) => {
      const { redis, stores, shop } = makeProcess(this.base, gate, self, this.views[1]);
      await completeMove({ redis, stores });
      const view = await readView(redis);
      const isSqlLeading = (view?.phase ?? 0) <= 4;
      const [leader, follower] = isSqlLeading ? [stores.sql, stores.redis.both] : [stores.redis.both, stores.sql];
      await drainAll(leader, follower);
      const source = isSqlLeading ? stores.sql : walkRedis(redis, stores.redis.both);
      // Where it has been filled, there is nothing to mend any more.
      const isComplete = isSqlLeading
        ? this.isFilled && (view?.phase ?? 0) >= 3
        : this.isFilledBack && view?.phase === 5;
      if (isComplete) await this.compareAll(stores.sql, leader, follower);
      for (let at: Position | null = BEGINNING; at; ) at = (await backfillStep(source, follower, at, 100)).next;
      for (const { owner, lines, name } of this.shoppers) {
        const cart = new Map((await leader.readCart(owner)).map((line) => [line.sku, line.quantity]));
        for (const [sku, possible] of lines) expect([...possible], `${name}: ${sku}`).toContain(cart.get(sku) ?? 0);
      }
      await this.compareAll(stores.sql, leader, follower);
      await (shop.readSession("nobody", new Map()) satisfies Promise<unknown>);
    });
    while (!actor.isDone) {
      const waiting = await gate.settle();
      if (waiting.length > 0) gate.pick(0);
    }
    if (actor.error) throw actor.error;
  }
}

test("no order of commands and no crash loses what was acknowledged, or brings back what was deleted", {
  timeout: 3_600_000,
}, async () => {
  const pool = postgres.pool();
  const schema = "model";
  let crashes = 0;
  let worlds = 0;
  const phases = new Set<number>();
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
  while (crashes < CRASHES) {
    await withRedis((redis) => redis.flushAll());
    await dropTables(pool, schema);
    await createTables(pool, schema);
    const redis = await withRedis((client) => Promise.resolve(client));
    const phase = ([0, 3, 5] as const)[worlds % 3] ?? 0;
    await writeView(redis, { phase, percent: phase === 5 ? 100 : 0 });
    if (phase === 5) {
      await setFences(redis, "both");
      await pool.query(`update ${schema}.leader set name = 'redis'`);
    }
    const view = { phase, percent: phase === 5 ? 100 : 0, epoch: 1 };
    const world = new World(seed + worlds, { redis, pool, schema }, view);
    worlds++;
    try {
      await world.run();
      await world.check();
      for (const each of world.visited) phases.add(each);
    } catch (error) {
      throw new Error(`With SEED=${seed + worlds - 1}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
    crashes += world.crashes;
    await sleep(0);
  }
  console.info(`${crashes} crashes in ${worlds} worlds, through the phases ${[...phases].sort().join(", ")}`);
  expect([...phases].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
