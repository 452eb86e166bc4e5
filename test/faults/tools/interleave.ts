import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "#lib/process/process-wide.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";

/** Is called for each command that is sent through `withRedis`. It calls `send`, or throws instead. */
type Interceptor = (send: () => Promise<unknown>) => Promise<unknown>;

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** A client whose commands, and the `exec` of its transactions, go through the interceptor. */
function wrap<T extends object>(target: T, intercept: Interceptor): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (name === "withTypeMapping")
        return (...args: unknown[]) => wrap(Reflect.apply(member, target, args), intercept);
      if (name === "multi") {
        return () => {
          const multi: object = Reflect.apply(member, target, []);
          return new Proxy(multi, {
            get(_, step, proxy) {
              const inner: unknown = Reflect.get(multi, step, multi);
              if (typeof inner !== "function") return inner;
              if (String(step).startsWith("exec"))
                return (...args: unknown[]) => intercept(() => Reflect.apply(inner, multi, args));
              return (...args: unknown[]) => {
                Reflect.apply(inner, multi, args);
                return proxy;
              };
            },
          });
        };
      }
      return (...args: unknown[]) =>
        intercept(() => {
          const result: unknown = Reflect.apply(member, target, args);
          return isThenable(result) ? result : Promise.resolve(result);
        });
    },
  });
}

/** @returns a function that ends the interception */
async function interceptCommands(intercept: Interceptor): Promise<() => void> {
  await withRedis((redis) => redis.ping());
  const { held } = processWide<{ held: { client: Redis } | null }>("redis", () => ({ held: null }));
  if (!held) throw new Error("Redis is not connected");
  const { client } = held;
  held.client = wrap(client, intercept);
  return () => {
    held.client = client;
  };
}

/** The error of a process that crashed between two commands. */
class Crash extends Error {}

/**
 * Runs several operations concurrently, one Redis command at a time, in the order that `choose` determines: as it could
 * happen between processes, but the same on every run.
 * @param choose gets the number of waiting commands, and returns the index of the next one
 * @param crashes for each operation, the command before which its process crashes
 * @returns the results in the order of the operations; "crashed" for one that crashed
 */
export async function interleave<T>(
  work: readonly (() => Promise<T>)[],
  choose: (waiting: number) => number,
  crashes: readonly (number | undefined)[] = [],
): Promise<(T | "crashed")[]> {
  const waiting: (() => Promise<void>)[] = [];
  const process = new AsyncLocalStorage<{ commandsLeft: number }>();
  const release = await interceptCommands((send) => {
    const self = process.getStore();
    if (self && self.commandsLeft-- <= 0) return Promise.reject(new Crash("The process crashed here"));
    return new Promise((resolve, reject) => {
      waiting.push(async () => {
        await send().then(resolve, reject);
      });
    });
  });
  let running = work.length;
  const results = work.map((run, i) =>
    process
      .run({ commandsLeft: crashes[i] ?? Number.POSITIVE_INFINITY }, run)
      .catch((error: unknown) => {
        if (error instanceof Crash) return "crashed" as const;
        throw error;
      })
      .finally(() => {
        running--;
      }),
  );
  const all = Promise.allSettled(results);
  try {
    const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
    await nextTurn();
    while (running > 0) {
      const [next] = waiting.splice(waiting.length > 0 ? choose(waiting.length) % waiting.length : 0, 1);
      await next?.();
      await nextTurn();
    }
    await all;
  } finally {
    release();
  }
  return Promise.all(results);
}
