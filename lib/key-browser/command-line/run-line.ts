import { ErrorReply } from "redis";
import { runCommandScript } from "#lib/key-browser/scripts/run-command.ts";
import { isSecretField, isSecretKey, MASK } from "#lib/key-browser/secrets.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries, nodeOf, withBytes } from "#lib/redis/cluster.ts";
import { refusalOf } from "#lib/redis/trouble.ts";
import { boundCommand, COMMANDS, type CommandRule, MAX_BYTES, MAX_ELEMENTS } from "./commands.ts";
import { type CliReply, printReply } from "./print-reply.ts";
import { splitLine } from "./split-line.ts";

/** What a line printed, and what the store has to say of it: "" or a sentence. */
export interface Printed {
  text: string;
  remark: string;
}

const refuse = (remark: string): Printed => ({ text: "", remark });

/** A reply as the client gives it, in the form that is printed. */
function toReply(value: unknown): CliReply {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Error) return { error: value.message };
  if (Array.isArray(value)) return value.map(toReply);
  return { status: String(value) };
}

/** A status is printed as it is. */
const mask = { status: MASK };

/** Fields and values by turns, with the secret ones masked. @param key by name */
const maskPairs = (key: string, items: readonly CliReply[]): CliReply[] =>
  items.map((item, i) => (i % 2 === 1 && isSecretField(key, String(items[i - 1])) ? mask : item));

/** The reply of a command that reads values of a hash or stream, with secrets masked. */
function maskReply(name: string, key: string, args: readonly Buffer[], reply: CliReply): CliReply {
  const hide = (value: CliReply, field: Buffer | undefined) =>
    value !== null && isSecretField(key, String(field)) ? mask : value;
  if (name === "HGET") return Buffer.isBuffer(reply) ? hide(reply, args[1]) : reply;
  if (!Array.isArray(reply)) return reply;
  if (name === "HMGET") return reply.map((value, i) => hide(value, args[i + 1]));
  if (name === "HGETALL") return maskPairs(key, reply);
  if (name === "HSCAN") return reply.map((part) => (Array.isArray(part) ? maskPairs(key, part) : part));
  if (name === "XRANGE" || name === "XREVRANGE")
    return reply.map((entry) =>
      Array.isArray(entry) ? entry.map((part) => (Array.isArray(part) ? maskPairs(key, part) : part)) : entry,
    );
  if (name === "XINFO") return maskEntries(key, reply);
  return reply;
}

/** XINFO STREAM has the first and the last entry. */
const maskEntries = (key: string, reply: readonly CliReply[]): CliReply[] =>
  reply.map((part) =>
    Array.isArray(part) ? part.map((inner) => (Array.isArray(inner) ? maskPairs(key, inner) : inner)) : part,
  );

/** A command with a key, on the primary that has it. One round trip. */
async function runOnKey(
  name: string,
  { bound, key: at, values }: CommandRule,
  args: readonly Buffer[],
): Promise<Printed> {
  const key = args[at - 1] ?? Buffer.alloc(0);
  const keyName = key.toString();
  const words = [Buffer.from(name), ...boundCommand(bound, args)].map((word) => word.toString("hex"));
  const input = { key, most: MAX_ELEMENTS, size: MAX_BYTES, bound: bound === "all" || bound === "ranks" ? bound : "" };
  const [left, raw] = await withRedis(async (redis) => {
    // Of a hash, secrets are masked one by one.
    const type = values ? String(await (await nodeOf(redis, keyName)).type(keyName)) : "hash";
    if (values && isSecretKey(keyName, type)) return ["secret", null] as const;
    return runCommandScript(withBytes(redis), { ...input, rest: words });
  });
  if (left === "secret")
    return refuse("What this key holds is secret. TYPE, TTL and the commands that count can be asked.");
  if (left === "too-many")
    return refuse(
      `The key has ${Number(raw).toLocaleString("en")} elements, and a reply at most 1,000: use HSCAN or SSCAN.`,
    );
  const reply = maskReply(name, keyName, args, toReply(raw));
  const remarks: Readonly<Record<string, string>> = {
    elements: "Only the first 1,000 elements are shown.",
    bytes: "Values longer than 16 KB are cut.",
  };
  return { text: printReply(reply), remark: remarks[left] ?? "" };
}

/** A command without a key, on every primary. One round trip. */
async function runOnNodes(name: string, { bound }: CommandRule, args: readonly Buffer[]): Promise<Printed> {
  const words = [Buffer.from(name), ...boundCommand(bound, args)];
  return withRedis(async (redis) => {
    const primaries = await listPrimaries(redis);
    if (name === "SCAN" && primaries.length > 1)
      return refuse(
        "On a cluster a cursor means something to one node only. The list of keys goes through all of them.",
      );
    const ask = (primary: Redis) => withBytes(primary).sendCommand(words).catch(toErrorReply);
    const replies = await Promise.all(primaries.map(ask));
    const texts = replies.map((reply) => (name === "INFO" ? String(reply) : printReply(toReply(reply))));
    const isOne = texts.length === 1;
    return { text: texts.map((text, i) => (isOne ? text : `# node ${i + 1}\n${text}`)).join("\n"), remark: "" };
  });
}

/** What Redis refuses is a reply, too; that it does not answer is none. */
function toErrorReply(error: unknown): Error {
  if (error instanceof ErrorReply) return error;
  throw error;
}

/**
 * Runs a line of the command line: a command of the allow-list (commands.ts), which only reads, never waits, and whose
 * reply has a bound. Secrets are masked. At most two round trips.
 * @throws RedisUnavailableError
 */
export async function runLine(line: string): Promise<Printed> {
  const words = splitLine(line);
  if (!words) return refuse("A quotation mark is not closed.");
  const [first, ...args] = words;
  const name = first?.toString().toUpperCase() ?? "";
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!found) return refuse(`${name || "Nothing"} is none of the commands that can be sent here.`);
  if (found.only && !found.only.includes(args[0]?.toString().toUpperCase() ?? ""))
    return refuse(`Of ${name}, only ${found.only.join(", ")} can be sent here.`);
  const [least, most] = found.args;
  if (args.length < least || args.length > most)
    return {
      text: printReply({ error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` }),
      remark: "",
    };
  if (found.bound === "ranks" && args.slice(3).some((word) => !/^(WITHSCORES|REV)$/i.test(word.toString())))
    return refuse(`${name} can be sent here with WITHSCORES and REV; by score, use ZRANGEBYSCORE.`);
  try {
    return await (found.key > 0 ? runOnKey(name, found, args) : runOnNodes(name, found, args));
  } catch (error) {
    if (refusalOf(error) === "NOPERM" || refusalOf(Object(error).cause) === "NOPERM")
      return { text: "(error) NOPERM the store's user is not permitted to do this", remark: "" };
    throw error;
  }
}
