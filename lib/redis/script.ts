import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ErrorReply } from "redis";
import type { Redis } from "./client.ts";

/** A Lua script that touches one cluster slot only (DESIGN §3). */
export interface Script {
  /** One round trip; two when the server does not know the script yet. */
  run(redis: Redis, keys: string[], args: (string | number)[]): Promise<unknown>;
}

/**
 * Loads `lib/redis/scripts/<name>.lua` when first run. It is called by its digest, and sent whole only when the
 * server answers NOSCRIPT, which it does after a restart or failover.
 */
export function defineScript(name: string): Script {
  let loaded: { source: string; digest: string } | undefined;
  const load = () => {
    const source = readFileSync(join(process.cwd(), "lib/redis/scripts", `${name}.lua`), "utf8");
    return { source, digest: createHash("sha1").update(source).digest("hex") };
  };
  return {
    async run(redis, keys, args) {
      loaded ??= load();
      const options = { keys, arguments: args.map(String) };
      try {
        return await redis.evalSha(loaded.digest, options);
      } catch (error) {
        if (error instanceof ErrorReply && error.message.startsWith("NOSCRIPT"))
          return redis.eval(loaded.source, options);
        throw error;
      }
    },
  };
}
