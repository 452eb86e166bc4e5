import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ErrorReply } from "redis";
import { z } from "zod";
import { processWide } from "#lib/process/process-wide.ts";
import type { Redis } from "./client.ts";
import { isDamage, type KeyType, repairing } from "./damaged.ts";

type Value = string | number;

/** Script, as EVAL or EVALSHA names it → its file. */
const files = processWide("scripts", () => new Map<string, string>());

/** The file of a script that was sent, from the root of the project. @param sent its digest, or itself */
export const scriptFile = (sent: string): string | undefined => files.get(sent);

/** What a Lua script takes and returns. */
export interface ScriptOptions<K extends string, A extends string, R extends z.ZodType, Rest extends boolean> {
  /** names of its keys in the order of KEYS; all of them lie in one cluster slot */
  keys: readonly K[];
  /** names of its arguments in the order of ARGV */
  args: readonly A[];
  /** whether any number of arguments may follow those, as `rest` */
  rest?: Rest;
  /** the types of keys that it may repair: one of another type is set aside, and the script runs again */
  types?: Readonly<Partial<Record<K, KeyType>>>;
  reply: R;
}

type Input<K extends string, A extends string, Rest extends boolean> = Record<K, string | Buffer> &
  Record<A, Value> &
  (Rest extends true ? { rest: readonly Value[] } : unknown);

/** A script as a function. One round trip; two when the server does not know the script yet. */
export interface Script<K extends string, A extends string, R extends z.ZodType, Rest extends boolean> {
  (redis: Redis, input: Input<K, A, Rest>): Promise<z.output<R>>;
  /** from the root of the project */
  readonly file: string;
  readonly options: ScriptOptions<K, A, R, Rest>;
}

/** The reply of a script that says by 1 or 0 whether it did something. */
export const didIt = z.number().transform((reply) => reply === 1);

/** Fields and values for the `rest` of a script that writes them into a hash; what is undefined is left out. */
export function flatten(fields: Readonly<Record<string, Value | undefined>>): Value[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

/** While a slot is moved to another node, what touches several of its keys may have to wait, in milliseconds. */
const MOVING_WAITS_MS = [10, 20, 40, 80, 160, 320, 500];

/** Runs a script again that a cluster refuses because the slot of its keys is being moved (TRYAGAIN). */
async function retryWhileMoving(run: () => Promise<unknown>): Promise<unknown> {
  for (const waitMs of MOVING_WAITS_MS) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ErrorReply && error.message.startsWith("TRYAGAIN"))) throw error;
      await sleep(waitMs);
    }
  }
  return run();
}

/** Whether a script that failed can run: the server does not know it, its slot is being moved, or a key is damaged. */
const canBeMended = (error: unknown) =>
  (error instanceof ErrorReply && /^(NOSCRIPT|TRYAGAIN) /.test(error.message)) || isDamage(error);

/**
 * Types a Lua script. The first call of a process sends it in full, so that no command that is sent after it can overtake
 * it; later calls send its digest. A server that does not know the digest (after a restart or a failover) answers
 * NOSCRIPT, and gets it in full.
 * @param name path below lib, without `.lua`; the file lies beside the module that calls this
 */
export function script<
  const K extends string,
  const A extends string,
  R extends z.ZodType,
  const Rest extends boolean = false,
>(name: string, options: ScriptOptions<K, A, R, Rest>): Script<K, A, R, Rest> {
  const file = `lib/${name}.lua`;
  let loaded: { source: string; digest: string } | undefined;
  let sent = false;
  const load = () => {
    const source = readFileSync(join(process.cwd(), file), "utf8");
    const digest = createHash("sha1").update(source).digest("hex");
    files.set(source, file).set(digest, file);
    return { source, digest };
  };
  /** Runs it in full after an error that can be mended. */
  const runAgain = (
    redis: Redis,
    input: Input<K, A, Rest>,
    command: { keys: (string | Buffer)[]; arguments: string[] },
  ) => {
    const { source } = loaded ?? load();
    const run = () => retryWhileMoving(() => redis.eval(source, command));
    const types = Object.entries(options.types ?? {}).map(([name, type]) => [
      String(input[name as K]),
      type as KeyType,
    ]);
    return types.length > 0 ? repairing(redis, Object.fromEntries(types), run) : run();
  };
  // A page view is as fast as its scripts: while nothing fails there is one promise here and no more.
  const run = async (redis: Redis, input: Input<K, A, Rest>): Promise<z.output<R>> => {
    const keys = options.keys.map((key) => input[key]);
    const args = options.args.map((arg) => String(input[arg]));
    const rest = "rest" in input && Array.isArray(input.rest) ? input.rest.map(String) : [];
    const command = { keys, arguments: [...args, ...rest] };
    loaded ??= load();
    let reply: unknown;
    try {
      reply = await (sent ? redis.evalSha(loaded.digest, command) : redis.eval(loaded.source, command));
      sent = true;
    } catch (error) {
      if (!canBeMended(error)) throw error;
      reply = await runAgain(redis, input, command);
    }
    return options.reply.parse(reply);
  };
  return Object.assign(run, { file, options });
}
