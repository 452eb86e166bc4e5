import { makeExpressSession } from "#bench/libraries/express-session.ts";
import { call, PAGE, SESSIONS } from "#bench/libraries/session-handler.ts";
import type { Part } from "#bench/support/context.ts";
import { memoryOf } from "#bench/support/memory-of.ts";
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

/** The memory that a session takes. */
export const sessionBytes: Part = {
  name: "session-bytes",
  async run(context) {
    await context.redis();
    const figures = [];
    for (const [title, { key, make }] of Object.entries(KINDS)) {
      await withRedis((redis) => redis.flushAll());
      const { used, key: own } = await memoryOf(SESSIONS, key, make);
      figures.push({ title, value: used, unit: "bytes of used_memory" });
      figures.push({ title: "  of which the key and its value", value: own, unit: "bytes" });
    }
    const note = `${SESSIONS} sessions of each kind. used_memory includes the hash tables of keys and expiries, MEMORY USAGE does not.`;
    return [{ title: "Redis memory per session", figures, note }];
  },
};
