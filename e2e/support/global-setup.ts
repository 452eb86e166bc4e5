import { startStore } from "#test/servers/store.ts";

/** Starts one store for all specs that do not need their own. @returns a function that removes it */
export default async function setUp(): Promise<() => Promise<void>> {
  const store = await startStore();
  process.env.STORE_URL = store.url;
  process.env.STORE_REDIS_URL = store.redisUrl;
  return () => store.remove();
}
