import { withRedis } from "#lib/redis/client.ts";

async function usedMemory(): Promise<number> {
  const info = await withRedis((redis) => redis.info("memory"));
  return Number(/used_memory:(\d+)/.exec(info)?.[1]);
}

/** The mean of MEMORY USAGE: the key and its value, without the hash tables of the server. */
async function memoryUsage(pattern: string): Promise<number> {
  return withRedis(async (redis) => {
    const found = await redis.keys(pattern);
    const sizes = await Promise.all(found.map((key) => redis.memoryUsage(key)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / sizes.length;
  });
}

/**
 * What records take in Redis, in bytes each: of `used_memory`, and by MEMORY USAGE of the keys that match.
 * @param make writes so many
 */
export async function memoryOf(count: number, pattern: string, make: () => Promise<unknown>) {
  const before = await usedMemory();
  await make();
  return { used: ((await usedMemory()) - before) / count, key: await memoryUsage(pattern) };
}
