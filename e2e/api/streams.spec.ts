import type { APIRequestContext } from "@playwright/test";
import { measureBusyness } from "#e2e/support/busyness.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";

/** Whoever may not see a stream of events any more does not see it much longer, although nothing is asked for again. */

/** Reads a stream of events with the cookies of a context. @returns what has come so far, and whether it has ended */
async function follow(url: string, cookie: string) {
  const reply = await fetch(url, { headers: { cookie } });
  const stream = { status: reply.status, text: "", ended: false };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const piece of reply.body ?? []) stream.text += decoder.decode(piece, { stream: true });
    stream.ended = true;
  })();
  return stream;
}

interface Administrator {
  context: APIRequestContext;
  /** keys of the user and of the session */
  user: string;
  session: string;
  /** signs the same administrator in elsewhere */
  signInElsewhere(): Promise<APIRequestContext>;
}

type Redis = (...command: string[]) => Promise<unknown>;

interface Ending {
  end(administrator: Administrator, redis: Redis): Promise<unknown>;
  /** of a new request with the same cookie */
  status: 401 | 403;
}

const secondsAgo = (seconds: number) => String(Date.now() / 1000 - seconds);

const ENDINGS: Record<string, Ending> = {
  "signing out": {
    end: async ({ context }) => expect((await context.post("/api/auth/logout")).status()).toBe(204),
    status: 401,
  },
  // The session lives on: only the check of the role ends the stream.
  "the loss of the administrator role": {
    end: ({ user }, redis) => redis("HSET", user, "role", "shopper"),
    status: 403,
  },
  "the end of the account's rights": {
    end: ({ user }, redis) => redis("HSET", user, "disabled_at", secondsAgo(0)),
    status: 401,
  },
  "the idle limit of the session": {
    end: ({ session }, redis) => redis("HSET", session, "last_activity", secondsAgo(3600)),
    status: 401,
  },
  "the absolute limit of the session": {
    end: ({ session }, redis) => redis("HSET", session, "created_at", secondsAgo(43_200)),
    status: 401,
  },
  "the end of the session from another device": {
    async end({ signInElsewhere }) {
      const elsewhere = await signInElsewhere();
      const { items } = await (await elsewhere.get("/api/sessions")).json();
      const other = items.find(({ current }: { current: boolean }) => !current);
      expect((await elsewhere.delete(`/api/sessions/${other.id}`)).status()).toBe(204);
      await elsewhere.dispose();
    },
    status: 401,
  },
};

for (const [what, { end, status }] of Object.entries(ENDINGS)) {
  test(`E3: streams of events end within five seconds of ${what}`, async ({ playwright, baseURL, redis }) => {
    const open = () => playwright.request.newContext(baseURL ? { baseURL } : {});
    const context = await open();
    const username = newName();
    const account = { username, email: `${username}@example.com`, password: PASSWORD };
    const { user } = await (await context.post("/api/auth/register", { data: account })).json();
    await redis("HSET", `user:${user.id}`, "role", "admin");
    const [sid] = (await redis("ZRANGE", `sessions_of:${user.id}`, "0", "0")) as string[];
    const cookie = (await context.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const stream = await follow(`${baseURL}/api/admin/metrics/stream`, cookie);
    await expect(() => expect(stream.text).toContain("event: metrics")).toPass();
    expect(stream.ended).toBe(false);

    const signInElsewhere = async () => {
      const elsewhere = await open();
      expect((await elsewhere.post("/api/auth/login", { data: account })).status()).toBe(200);
      return elsewhere;
    };
    await end({ context, user: `user:${user.id}`, session: `session:${sid}`, signInElsewhere }, redis);
    await expect(() => expect(stream.ended).toBe(true)).toPass({ timeout: 5000 + (await measureBusyness(context)) });
    expect((await follow(`${baseURL}/api/admin/metrics/stream`, cookie)).status).toBe(status);
    await context.dispose();
  });
}
