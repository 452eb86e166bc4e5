import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { config } from "#lib/config.ts";
import { readView, STALE_MS } from "#lib/migration/control.ts";
import { completeMove, move } from "#lib/migration/moves.ts";
import { drainOutbox } from "#lib/migration/outbox.ts";
import { leaderIn, PHASES, type View, writesBoth } from "#lib/migration/phases.ts";
import type { Lifetimes } from "#lib/migration/records/record.ts";
import { RedisStore } from "#lib/migration/redis/redis-store.ts";
import { walkRedis } from "#lib/migration/redis/walk-redis.ts";
import type { Guard, MigrationStatus, StartParams, Waits } from "#lib/migration/schema.ts";
import { SqlStore } from "#lib/migration/sql/sql-store.ts";
import type { Redis } from "#lib/redis/client.ts";
import { Comparison } from "./comparison.ts";
import { Filling } from "./filling.ts";
import { type Facts, guardsBack, guardsOf, stepAfter, stepBefore } from "./guards.ts";
import { rehearse } from "./rehearse.ts";
import type { Answer } from "./requests.ts";
import { note } from "./requests.ts";
import { latencyOf, type Traffic } from "./traffic.ts";

/** A migration that is under way: what it has found out, what it does in each phase, and its moves. */

const DRAIN_MS = 1000;
/** The rate of a backfill leaves shoppers at most this much slower than before it. */
const SLOWER = 1.2;
/** Below so many milliseconds nobody notices. */
const UNNOTICED_MS = 20;

export interface Setting {
  run: string;
  redis: Redis;
  pool: pg.Pool;
  schema: string;
  database: string;
  params: StartParams;
  waits: Waits;
  traffic: Traffic;
  startedAt: string;
}

export class Migration {
  readonly setting: Setting;
  readonly stores: { sql: SqlStore; redis: { both: RedisStore; only: RedisStore } };
  private readonly lifetimes: Lifetimes;
  private view: View = { phase: 0, percent: 0, epoch: 0 };
  private stepSince = performance.now();
  private drainedSince = performance.now();
  private outbox = { length: 0, oldestMs: 0 };
  private readonly backfill = new Filling(false);
  /** of SQL, after it was not written to in phase 6 */
  private readonly reverse = new Filling(true);
  private readonly comparison: Comparison;
  private rehearsed = { right: 0, of: 0 };
  private answers = { sql: true, redis: true };
  private quietP99 = 0;
  /** whether somebody has paused backfill and comparison */
  paused = false;

  constructor(setting: Setting) {
    this.setting = setting;
    const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute } = config();
    this.lifetimes = { idle, absolute };
    const { redis } = setting;
    this.stores = {
      sql: new SqlStore(setting.pool, setting.schema, this.lifetimes),
      redis: {
        both: new RedisStore(redis, this.lifetimes, "both"),
        only: new RedisStore(redis, this.lifetimes, "only"),
      },
    };
    this.comparison = new Comparison(redis, this.lifetimes);
  }

  private get tools() {
    return { redis: this.setting.redis, stores: this.stores };
  }

  /** See rehearse.ts. */
  async rehearse(count: number): Promise<void> {
    const { redis, run } = this.setting;
    for await (const right of rehearse(redis, this.stores.redis.both, run, count)) {
      this.rehearsed.of++;
      if (right) this.rehearsed.right++;
    }
  }

  /** What is known now. */
  private facts(): Facts {
    const recent = this.setting.traffic.recent();
    const since = (at: number) => (performance.now() - at) / 1000;
    const requests = recent.acknowledged + recent.failed;
    const p99Of = (micros: number[]) => (micros.length === 0 ? null : latencyOf(micros).p99);
    return {
      ...{ sqlAnswers: this.answers.sql, redisAnswers: this.answers.redis, rehearsed: this.rehearsed },
      ...{ secondsDrained: since(this.drainedSince), outboxOldestMs: this.outbox.oldestMs, backfill: this.backfill },
      ...{
        fullCompare: this.comparison.full,
        shadowReads: this.comparison.reads,
        secondsWithoutMismatch: this.comparison.secondsWithout,
      },
      p99: { sql: p99Of(recent.sql), redis: p99Of(recent.redis) },
      errorShare: requests === 0 ? 0 : recent.failed / requests,
      ...{ secondsInStep: since(this.stepSince), isSqlFilled: this.reverse.isComplete, sqlReads: recent.sql.length },
    };
  }

  guards(): Guard[] {
    return guardsOf(this.view, this.facts(), this.setting.waits);
  }

  status(): Omit<MigrationStatus, "running" | "note"> {
    const { traffic, params, database, startedAt } = this.setting;
    const recent = traffic.recent();
    const reads = recent.sql.length + recent.redis.length;
    const { done, total, perSecond } = this.backfill;
    return {
      ...this.view,
      ...{ paused: this.paused, startedAt, database, guards: this.guards() },
      traffic: { rate: params.rate, ...traffic.total },
      reads: {
        ...{ sql: latencyOf(recent.sql), redis: latencyOf(recent.redis), repaired: recent.repaired },
        redisShare: reads === 0 ? 0 : recent.redis.length / reads,
      },
      outbox: this.outbox,
      backfill: { done, total, perSecond },
      shadow: { reads: this.comparison.reads, secondsWithout: Math.floor(this.comparison.secondsWithout) },
      mismatches: this.comparison.mismatches,
    };
  }

  // ---- Moves

  /** What stands against the next step, in sentences; none when it was done. */
  async next(by: string): Promise<Answer> {
    const to = stepAfter(this.view);
    if (!to) return { ok: false, reasons: ["The migration is over."] };
    return this.go(by, to, this.guards());
  }

  async back(by: string): Promise<Answer> {
    return this.go(by, stepBefore(this.view), guardsBack(this.view, this.facts()));
  }

  async share(by: string, percent: number): Promise<Answer> {
    if (this.view.phase !== 4)
      return { ok: false, reasons: ["Only in phase 4 a share of the shoppers is read from Redis."] };
    // Fewer are read from Redis at any time.
    return this.go(by, { phase: 4, percent }, percent > this.view.percent ? this.guards() : []);
  }

  private async go(by: string, to: Pick<View, "phase" | "percent">, guards: readonly Guard[]): Promise<Answer> {
    const reasons = guards
      .filter(({ ok }) => !ok)
      .map(({ name, value, need }) => `${name}: ${value}, needed: ${need}.`);
    if (reasons.length > 0) return { ok: false, reasons };
    const from = this.view;
    // Until then a process may act as in the phase before this one.
    await sleep(Math.max(0, this.stepSince + STALE_MS - performance.now()));
    try {
      await move(this.tools, from, to);
    } catch (error) {
      await completeMove(this.tools).catch(() => {});
      await this.follow();
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, reasons: [`The move did not succeed, and was taken back: ${why}.`] };
    }
    await this.follow();
    this.setting.traffic.forget();
    const name = (view: Pick<View, "phase" | "percent">) =>
      `${view.phase} ${PHASES[view.phase].name}${view.phase === 4 ? ` (${view.percent} %)` : ""}`;
    const said = guards.map((guard) => `${guard.name}: ${guard.value}`).join("; ");
    await note(this.setting.redis, by, `${name(from)} → ${name(to)}`, said);
    return { ok: true, reasons: [] };
  }

  /** Takes note of the phase, and of what has to begin anew with it. */
  async follow(): Promise<void> {
    const view = (await readView(this.setting.redis)) ?? this.view;
    const isOther = view.phase !== this.view.phase;
    if (view.epoch !== this.view.epoch) this.stepSince = performance.now();
    this.view = view;
    if (!isOther) return;
    this.comparison.beginStep(view.phase === 3);
    this.drainedSince = performance.now();
    if (view.phase === 2) {
      const { users, sessions, lines } = await this.stores.sql.count();
      this.quietP99 = latencyOf(this.setting.traffic.recent().requests).p99;
      this.backfill.begin(users + sessions + lines);
    }
    if (view.phase === 6) this.reverse.begin();
  }

  // ---- What goes on in each phase

  /** Brings over what is in the outbox. @returns whether there may be more */
  async drain(): Promise<boolean> {
    const { phase } = this.view;
    const { sql, redis } = this.stores;
    const isSqlLeading = leaderIn(phase) === "sql";
    const [leader, follower] = isSqlLeading ? ([sql, redis.both] as const) : ([redis.both, sql] as const);
    let moved = 0;
    if (writesBoth(phase)) moved = await drainOutbox(leader, follower);
    else if (isSqlLeading) for (const { entry } of await sql.listOutbox(500)) await sql.settle(entry);
    this.outbox = await leader.measureOutbox();
    if (this.outbox.oldestMs > DRAIN_MS) this.drainedSince = performance.now();
    return moved > 0;
  }

  /** Whether shoppers wait so much longer than before that the backfill has to wait. */
  private isTooFast(): boolean {
    const { p99 } = latencyOf(this.setting.traffic.recent().requests);
    return p99 > Math.max(UNNOTICED_MS, this.quietP99 * SLOWER);
  }

  /** A step of the backfill, there or back. @returns whether there was something to do */
  async fill(): Promise<boolean> {
    if (this.paused) return false;
    const { phase } = this.view;
    const { sql, redis } = this.stores;
    if (phase === 2) return !this.isTooFast() && this.backfill.step(sql, redis.both);
    return phase === 5 && this.reverse.step(walkRedis(this.setting.redis, redis.both), sql);
  }

  /** See comparison.ts. @returns whether there was something to do */
  async compare(): Promise<boolean> {
    if (this.paused || (this.view.phase !== 3 && this.view.phase !== 4)) return false;
    await this.comparison.step(this.stores.sql, this.stores.redis.both);
    return true;
  }

  /** Whether both stores answer. */
  async ping(): Promise<void> {
    const answersIn = async (work: Promise<unknown>) => {
      const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 1000).unref());
      return Promise.race([work.then(() => true).catch(() => false), late]);
    };
    const [sql, redis] = await Promise.all([
      answersIn(this.setting.pool.query("select 1")),
      answersIn(this.setting.redis.ping()),
    ]);
    this.answers = { sql, redis };
  }
}
