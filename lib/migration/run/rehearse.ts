import type { LineRecord, SessionRecord } from "#lib/migration/records/record.ts";
import type { RedisStore } from "#lib/migration/redis/redis-store.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const BATCH = 500;

/** A session and a line of its cart that a migration could have, under names that are nobody's. */
function generate(run: string, n: number, now: number): { session: SessionRecord; line: LineRecord } {
  return {
    session: {
      ...{ kind: "session", sid: `lab:${run}:rehearsal:${n}`, version: 1 + n, deleted: false },
      ...{ userId: null, username: "", createdAt: now - (n % 100), lastActivity: now },
      ...{ currentPage: `/products/größe-${n}`, pageViews: n },
    },
    line: {
      ...{ kind: "line", owner: `grehearsal-${run}-${n}`, sku: `sku-${n}`, quantity: 1 + (n % 99) },
      ...{ version: 1 + n, expiresAt: now + 3600 },
    },
  };
}

async function bringThereAndBack(redis: Redis, store: RedisStore, run: string, n: number): Promise<boolean> {
  const { session, line } = generate(run, n, Date.now() / 1000);
  const { sid } = session;
  const { owner } = line;
  await store.follow(session);
  await store.follow(line);
  const [found, [cart, ...more]] = [await store.read({ kind: "session", sid }), await store.readCart(owner)];
  await Promise.all([keys.session(sid), keys.cart(owner), keys.cartVersions(owner)].map((key) => redis.del(key)));
  return (
    found?.kind === "session" &&
    found.currentPage === session.currentPage &&
    found.pageViews === session.pageViews &&
    Math.abs(found.createdAt - session.createdAt) < 0.002 &&
    more.length === 0 &&
    cart?.quantity === line.quantity
  );
}

/** Brings generated sessions and carts to Redis and back, and says of each whether it came back as it was. */
export async function* rehearse(redis: Redis, store: RedisStore, run: string, count: number): AsyncGenerator<boolean> {
  for (let first = 0; first < count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => first + i);
    yield* await Promise.all(numbers.map((n) => bringThereAndBack(redis, store, run, n)));
  }
}
