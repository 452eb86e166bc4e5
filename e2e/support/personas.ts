import { type APIRequestContext, request } from "@playwright/test";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, type Store } from "#test/servers/store.ts";
import { newName, PASSWORD } from "./test.ts";

/** Everyone who may ask: from nobody at all to the administrator. */
export const PERSONAS = ["nobody", "guest", "shopper", "disabled", "demoted", "admin"] as const;
export type Persona = (typeof PERSONAS)[number];

/** Signs everyone in, each once. The disabled user and the demoted administrator lose their rights afterwards. */
export async function signInPersonas({ url, redisUrl }: Store): Promise<Record<Persona, APIRequestContext>> {
  const open = () => request.newContext({ baseURL: url });
  const register = async () => {
    const context = await open();
    const username = newName();
    const data = { username, email: `${username}@example.com`, password: PASSWORD };
    const { user } = await (await context.post("/api/auth/register", { data })).json();
    return { context, key: `user:${user.id}` };
  };
  const guest = await open();
  await guest.post("/api/visits", { data: { page: "/" } });
  const admin = await open();
  await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  const [shopper, disabled, demoted] = [await register(), await register(), await register()];
  await sendToRedis(redisUrl, "HSET", disabled.key, "disabled_at", String(Date.now() / 1000));
  await sendToRedis(redisUrl, "HSET", demoted.key, "role", "admin");
  // While they still were: else nothing would have been lost.
  const wasAdmin = await demoted.context.get("/api/admin/metrics");
  if (wasAdmin.status() !== 200) throw new Error("The user was no administrator before the role was revoked");
  await sendToRedis(redisUrl, "HSET", demoted.key, "role", "shopper");
  return {
    nobody: await open(),
    guest,
    shopper: shopper.context,
    disabled: disabled.context,
    demoted: demoted.context,
    admin,
  };
}

/** Every hash that a refused request must not change. */
export async function dumpStore(redisUrl: string): Promise<Record<string, unknown>> {
  const dump: Record<string, unknown> = {};
  for (const pattern of ["sku:*", "order:*", "discount:*", "run:*", "user:*"]) {
    for (const key of (await sendToRedis(redisUrl, "KEYS", pattern)) as string[])
      dump[key] = await sendToRedis(redisUrl, "HGETALL", key);
  }
  return dump;
}
