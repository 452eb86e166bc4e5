import { withRedis } from "#lib/redis/client.ts";
import { sendKeyCommand } from "#lib/redis/cluster.ts";
import type { Command } from "#test/random-keys.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

/** Writes keys. */
export async function fillRedis(filled: readonly { key: string | Buffer; commands: Command[] }[]): Promise<void> {
  await withRedis(async (redis) => {
    for (const { key, commands } of filled) for (const command of commands) await sendKeyCommand(redis, key, command);
  });
}

/**
 * What Redis itself says of all that it holds, and what its digest leaves out: when keys expire, and what streams are
 * besides their entries.
 * @param url of the server of this process, which allows DEBUG
 */
export async function describeRedis(url: string): Promise<unknown> {
  const names = (await withRedis((redis) => redis.keys("*"))).sort();
  const rest = await withRedis((redis) =>
    Promise.all(
      names.map(async (key) => {
        const about = (await redis.type(key)) === "stream" ? await redis.sendCommand(["XINFO", "STREAM", key]) : null;
        return [key, await redis.pExpireTime(key), JSON.stringify(about)];
      }),
    ),
  );
  return [await sendToRedis(url, "DEBUG", "DIGEST"), rest];
}
