import { familyOf } from "#lib/key-browser/families.ts";
import { MASK } from "#lib/key-browser/secrets.ts";
import type { SentCommand } from "#lib/process/current-request.ts";
import { scriptFile } from "#lib/redis/script.ts";
import { isFieldShown, isOpen, maskKey, maskText } from "./mask.ts";
import type { Repeatable, ShownCommand } from "./schema.ts";

/** What is shown of a command and its reply. */

/** Of a long reply only the first elements are looked at: no more of it is shown. */
const MOST_ELEMENTS = 20;
/** The longest ECHO in place of a command, in bytes. */
const MOST_ECHOED = 1000;

const KEYLESS = /^(PING|TIME|INFO|ROLE|WAIT|PUBLISH|MULTI|EXEC|SCAN|CONFIG|DBSIZE|CLUSTER|ECHO|CLIENT|HELLO|SCRIPT)$/;
/** Commands whose arguments after the key are fields, or fields and values by turns. */
const OF_FIELDS = /^(HGET|HMGET|HDEL|HEXISTS|HKEYS|HVALS|HLEN)$/;
const OF_PAIRS = /^(HSET|HSETNX|HINCRBY|HINCRBYFLOAT)$/;
/** Reads that are sent again for a comparison. Others may change something, or reply with a great deal. */
const READS =
  /^(GET|HGET|HMGET|HGETALL|HEXISTS|HLEN|ZSCORE|ZMSCORE|ZCARD|ZCOUNT|ZRANGE|SISMEMBER|SCARD|EXISTS|TYPE|PTTL|TTL|XLEN|LLEN)$/;

const text = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString() : String(value));
/** What tells nothing of a person: numbers, and words of the language of Redis. */
const isPlain = (value: string) => /^-?[\d.]+$|^[A-Z]+$/.test(value);

interface Parts {
  name: string;
  keys: readonly string[];
  rest: readonly string[];
}

function partsOf({ args }: SentCommand): Parts {
  const [first = "", ...others] = args.map(text);
  const name = first.toUpperCase();
  if (name === "EVAL" || name === "EVALSHA") {
    const [sent = "", count = "0", ...rest] = others;
    const keys = Number(count);
    return { name: scriptFile(sent) ?? name, keys: rest.slice(0, keys), rest: rest.slice(keys) };
  }
  if (KEYLESS.test(name)) return { name, keys: [], rest: others };
  return { name, keys: others.slice(0, 1), rest: others.slice(1) };
}

function describeRest({ name, keys, rest }: Parts): string {
  const [key = "", ...more] = keys;
  if (more.length > 0 || name.includes("/")) {
    const others = more.map(maskKey);
    if (keys.every(isOpen)) return [...others, ...rest.map(maskText)].join(" ");
    return [...others, ...rest.map((arg) => (isPlain(arg) ? arg : MASK))].join(" ");
  }
  if (name === "PUBLISH") return maskText(rest.join(" "));
  if (OF_FIELDS.test(name)) return rest.map(maskText).join(" ");
  if (OF_PAIRS.test(name)) {
    return rest.map((arg, i) => (i % 2 === 0 || isFieldShown(key, rest[i - 1] ?? "") ? maskText(arg) : MASK)).join(" ");
  }
  return rest.map((arg) => (isPlain(arg) || isOpen(key) ? maskText(arg) : MASK)).join(" ");
}

const entriesOf = (reply: unknown): [string, unknown][] | null => {
  if (reply instanceof Map) return [...reply].map(([field, value]) => [text(field), value]);
  if (reply === null || typeof reply !== "object" || Array.isArray(reply) || Buffer.isBuffer(reply)) return null;
  return Object.entries(reply);
};

function describeReply({ name, keys, rest }: Parts, reply: unknown): string {
  const [key = ""] = keys;
  if (reply === undefined) return "";
  if (reply instanceof Error) return maskText(`(error) ${reply.message}`);
  if (reply === null) return "(nil)";
  if (typeof reply === "number" || typeof reply === "boolean" || typeof reply === "bigint") return `(integer) ${reply}`;
  const entries = entriesOf(reply);
  if (entries) {
    if (entries.length === 0) return "(empty)";
    const shown = entries
      .slice(0, MOST_ELEMENTS)
      .map(([field, value]) => `${field} ${isFieldShown(key, field) ? text(value) : MASK}`);
    return maskText(shown.join(", "));
  }
  const open = keys.every(isOpen);
  if (Array.isArray(reply)) {
    if (reply.length === 0) return "(empty)";
    const shown = reply.slice(0, MOST_ELEMENTS).map((value, i) => {
      if (value === null) return "(nil)";
      const isShown = open || isPlain(text(value)) || (name === "HMGET" && isFieldShown(key, rest[i] ?? ""));
      return isShown ? (typeof value === "object" ? JSON.stringify(value) : text(value)) : MASK;
    });
    return maskText(`${reply.length}: ${shown.join(" ")}`);
  }
  const value = text(reply);
  const isShown = open || isPlain(value) || (name === "HGET" && isFieldShown(key, rest[0] ?? ""));
  return isShown ? maskText(value) : MASK;
}

const hundredths = (ms: number) => Math.round(ms * 100) / 100;

/** A command as its visitor sees it. */
export function describeCommand(command: SentCommand): ShownCommand {
  const parts = partsOf(command);
  const [key] = parts.keys;
  const family = key === undefined ? undefined : familyOf(key);
  return {
    name: parts.name,
    key: key === undefined ? null : maskKey(key),
    rest: describeRest(parts),
    family: family ? { id: family.id, title: family.title } : null,
    at: hundredths(command.at),
    ms: command.ms === null ? null : hundredths(command.ms),
    trip: command.trip,
    reply: describeReply(parts, command.reply),
  };
}

/** The same command to be sent again, or an ECHO of as many bytes in its place. */
export function repeatCommand(command: SentCommand): Repeatable {
  const { name, keys } = partsOf(command);
  const [key = ""] = keys;
  const { trip } = command;
  if (READS.test(name)) return { trip, key, args: command.args.map(text) };
  const bytes = command.args.slice(1).reduce<number>((sum, arg) => sum + text(arg).length, 0);
  return { trip, key, echo: Math.min(bytes, MOST_ECHOED) };
}
