import type pg from "pg";
import { type Control, readView } from "#lib/migration/control.ts";
import type { View } from "#lib/migration/phases.ts";
import type { Lifetimes, StoredRecord } from "#lib/migration/records/record.ts";
import { RedisStore } from "#lib/migration/redis/redis-store.ts";
import { MigratingShop, type Stores } from "#lib/migration/shop.ts";
import { SqlStore } from "#lib/migration/sql/sql-store.ts";
import type { Redis } from "#lib/redis/client.ts";
import { type Gate, type GatedActor, NEVER } from "./migration-gate.ts";

/** Both stores as one process sees them, with every command through the gate. */

/** The share of the changes that do not reach the store that follows. */
const FAILING = 0.2;

export const LIFETIMES: Lifetimes = { idle: 3600, absolute: 43_200 };

/** A client whose commands pass the gate. */
function gateRedis(redis: Redis, gate: Gate, actor: GatedActor): Redis {
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name === "multi")
        return () => {
          const multi: object = Reflect.apply(value, target, []);
          const proxy: object = new Proxy(multi, {
            get(of, method) {
              const call: unknown = Reflect.get(of, method);
              if (typeof call !== "function") return call;
              if (method === "exec") return () => gate.pass(actor, () => Reflect.apply(call, of, []));
              return (...args: unknown[]) => {
                Reflect.apply(call, of, args);
                return proxy;
              };
            },
          });
          return proxy;
        };
      return (...args: unknown[]) => gate.pass(actor, () => Reflect.apply(value, target, args));
    },
  });
}

/** Where both stores are. */
export interface Servers {
  redis: Redis;
  pool: pg.Pool;
  schema: string;
}

export interface Process {
  redis: Redis;
  stores: Stores & { sql: SqlStore; redis: { both: RedisStore; only: RedisStore } };
  shop: Pick<MigratingShop, "change" | "readSession" | "readCart">;
}

/**
 * A process: its stores and its shop.
 * @param view what it knows of the phase; it is read anew when the store refuses
 */
export function makeProcess(
  { redis: plain, pool, schema }: Servers,
  gate: Gate,
  actor: GatedActor,
  view: View,
): Process {
  const redis = gateRedis(plain, gate, actor);
  const query = (...args: unknown[]) => gate.pass(actor, () => Reflect.apply(pool.query, pool, args));
  const stores = {
    sql: new SqlStore({ query } as Pick<pg.Pool, "query">, schema, LIFETIMES),
    redis: { both: new RedisStore(redis, LIFETIMES, "both"), only: new RedisStore(redis, LIFETIMES, "only") },
  };
  let known = view;
  const control: Pick<Control, "view" | "refresh"> = {
    view: () => known,
    async refresh() {
      known = (await readView(redis)) ?? known;
    },
  };
  /** A store to which the network fails now and then, as the one that follows. */
  const lossy = <T extends object & Pick<SqlStore | RedisStore, "follow">>(store: T): T =>
    Object.assign(Object.create(store) as T, {
      follow: (record: StoredRecord) =>
        Math.random() < FAILING ? Promise.reject(new Error("The network failed")) : store.follow(record),
    });
  const seen = { sql: lossy(stores.sql), redis: { ...stores.redis, both: lossy(stores.redis.both) } };
  const shop = new MigratingShop({ stores: seen, control, lifetimes: LIFETIMES, restMs: 0 });
  // A dead process hears nothing, not even that it has waited too long for something.
  const unlessDead = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    return actor.isDead ? NEVER : value;
  };
  return {
    redis,
    stores,
    shop: {
      change: (change, unmirrored) => unlessDead(shop.change(change, unmirrored)),
      readSession: (sid, unmirrored) => unlessDead(shop.readSession(sid, unmirrored)),
      readCart: (sid, owner, unmirrored) => unlessDead(shop.readCart(sid, owner, unmirrored)),
    },
  };
}
