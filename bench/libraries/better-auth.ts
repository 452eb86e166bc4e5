import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { withRedis } from "#lib/redis/client.ts";
import { call, SESSIONS, type SessionHandler } from "./session-handler.ts";

/** Not a dependency, as only this uses it: npm downloads its 25 MB on first use. */
const PACKAGE = "better-auth@1.7.25";

/** The part of the package that is used. The type check cannot read the package, as it is not installed. */
interface BetterAuth {
  betterAuth(options: object): {
    handler(request: Request): Promise<Response>;
    api: {
      getSession(options: {
        headers: Headers;
        returnHeaders: true;
      }): Promise<{ headers: Headers; response: object | null }>;
    };
  };
}
interface MemoryAdapter {
  memoryAdapter(tables: Record<string, object[]>): unknown;
}

async function load(): Promise<BetterAuth & MemoryAdapter> {
  const folder = resolve(".data/bench-packages");
  await promisify(execFile)("npm", ["install", "--no-save", "--no-audit", "--prefix", folder, PACKAGE]);
  const from = (file: string) => import(pathToFileURL(join(folder, "node_modules/better-auth/dist", file)).href);
  const [main, adapter]: [BetterAuth, MemoryAdapter] = await Promise.all([
    from("index.mjs"),
    from("adapters/memory-adapter/index.mjs"),
  ]);
  return { betterAuth: main.betterAuth, memoryAdapter: adapter.memoryAdapter };
}

/**
 * better-auth with its sessions in Redis (its secondary storage) and its users in memory, which costs it nothing. A
 * signed-in request reads its session and extends its expiry of an hour, as our touch does. It does not record page
 * views or the last page.
 */
export async function makeBetterAuth(): Promise<SessionHandler> {
  const { betterAuth, memoryAdapter } = await load();
  const auth = betterAuth({
    baseURL: "http://localhost:3000",
    secret: "the secret of the bench is long enough",
    database: memoryAdapter({ user: [], account: [], session: [], verification: [] }),
    secondaryStorage: {
      get: (key: string) => withRedis((redis) => redis.get(key)),
      set: (key: string, value: string, seconds?: number) =>
        withRedis((redis) => redis.set(key, value, seconds ? { expiration: { type: "EX", value: seconds } } : {})),
      delete: (key: string) => withRedis((redis) => redis.del(key)),
    },
    session: { expiresIn: 3600, updateAge: 0 },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Only sessions are measured, so passwords are not hashed.
    emailAndPassword: {
      enabled: true,
      password: { hash: async (text: string) => text, verify: async () => true },
    },
  });
  const handle: SessionHandler["handle"] = async (req, res) => {
    const cookie = req.headers.cookie;
    const { headers, response } = await auth.api.getSession({
      headers: new Headers(cookie ? { cookie } : {}),
      returnHeaders: true,
    });
    res.statusCode = response ? 200 : 401;
    res.setHeader("set-cookie", headers.getSetCookie());
    res.end(JSON.stringify(response));
  };
  const cookies: string[] = [];
  for (let i = 0; i < SESSIONS; i++) {
    const body = JSON.stringify({ name: `n${i}`, email: `n${i}@example.org`, password: "a long enough password" });
    const headers = { "content-type": "application/json", origin: "http://localhost:3000" };
    const url = "http://localhost:3000/api/auth/sign-up/email";
    const reply = await auth.handler(new Request(url, { method: "POST", headers, body }));
    cookies.push(reply.headers.getSetCookie()[0]?.split(";")[0] ?? "");
  }
  await call(handle, cookies[0] ?? "");
  return { title: "better-auth with Redis, touch", cookies, handle };
}
