import { makeExpressSession } from "#bench/libraries/express-session.ts";
import { call, PAGE, SESSIONS } from "#bench/libraries/session-handler.ts";
import type { Part } from "#bench/support/context.ts";
import { withRedis } from "#lib/redis/client.ts";
import { createSession, touchSession } from "#lib/session/store.ts";

/** Kinds of sessions; each session is touched once. */
const KINDS: Record<string, { key: string; make: () => Promise<unknown> }> = {
  "guest's session": { key: "session:*", make: () => createStoreSessions(() => null) },
  "user's session and its entry in sessions_of": {
    key: "session:*",
    make: () => createStoreSessions((n) => ({ id: String(n), username: `shopper-${n}` })),
  },
  "guest's session of express-session with connect-redis": {
    key: "sess:*",
    async make() {
      const { cookies, handle } = await makeExpressSession("touch");
      await Promise.all(cookies.map((cookie) => call(handle, cookie)));
    },
  },
};

async function createStoreSessions(userOf: (n: number) => { id: string; username: string } | null): Promise<void> {
  for (let n = 0; n < SESSIONS; n++) {
    const { sid } = await createSession(userOf(n), "Chrome on Windows");
    await withRedis((redis) => touchSession(redis, sid, PAGE, 1));
  }
}

async function usedMemory(): Promise<number> {
  const info = await withRedis((redis) => redis.info("memory"));
  return Number(/used_memory:(\d+)/.exec(info)?.[1]);
}

/** The mean of MEMORY USAGE: the key and its value, without the hash tables of the server. */
async function memoryUsage(pattern: string): Promise<number> {
  return withRedis(async (redis) => {
    const sizes = await Promise.all((await redis.keys(pattern)).map((key) => redis.memoryUsage(key)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / sizes.length;
  });
}

/** The memory that a session takes. */
export const sessionBytes: Part = {
  name: "session-bytes",
  async run(context) {
    await context.redis();
    const figures = [];
    for (const [title, { key, make }] of Object.entries(KINDS)) {
      await withRedis((redis) => redis.flushAll());
      const before = await usedMemory();
      await make();
      figures.push({ title, value: ((await usedMemory()) - before) / SESSIONS, unit: "bytes of used_memory" });
      figures.push({ title: "  of which the key and its value", value: await memoryUsage(key), unit: "bytes" });
    }
    const note = `${SESSIONS} sessions of each kind. used_memory includes the hash tables of keys and expiries, MEMORY USAGE does not.`;
    return [{ title: "Redis memory per session", figures, note }];
  },
};
