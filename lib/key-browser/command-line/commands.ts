/** The commands that the command line sends: they only read, never wait, and their replies have a bound. */

/** Elements of a reply, and bytes of each. */
export const MAX_ELEMENTS = 1000;
export const MAX_BYTES = 16_384;

/**
 * What bounds the reply of a command. "small": it is always small; "text": one value, which is cut; "all": everything
 * that the key has, which must be at most 1,000 elements; "ranks": from index to index, which are narrowed; "limit":
 * LIMIT or COUNT, which is added. "scan": COUNT, too, which is one for the work as well.
 */
export type Bound = "small" | "text" | "all" | "ranks" | "limit" | "count" | "scan";

export interface CommandRule {
  bound: Bound;
  /** arguments after the name, the least and the most of them */
  args: [number, number];
  /** which argument is the key, from 1 */
  key: number;
  /** whether the reply has values of the key, which may be secret */
  values: boolean;
  /** subcommands, of a command that has some that do more than read */
  only?: readonly string[];
}

const rule = (bound: Bound, least: number, most = least, more: Partial<CommandRule> = {}): CommandRule => ({
  bound,
  args: [least, most],
  key: 1,
  values: bound !== "small",
  ...more,
});
const small = (least: number, most?: number, more?: Partial<CommandRule>) => rule("small", least, most, more);
const many = 100;

/** By name, in capitals. HVALS and HRANDFIELD are none of them: they don't say to which field a value belongs. */
export const COMMANDS: Readonly<Record<string, CommandRule>> = {
  ...{ TYPE: small(1), TTL: small(1), PTTL: small(1), EXPIRETIME: small(1), PEXPIRETIME: small(1), EXISTS: small(1) },
  OBJECT: small(2, 2, { key: 2, only: ["ENCODING", "FREQ", "IDLETIME", "REFCOUNT"] }),
  MEMORY: small(2, 2, { key: 2, only: ["USAGE"] }),
  ...{ GET: rule("text", 1), STRLEN: small(1), GETRANGE: rule("text", 3) },
  ...{ HLEN: small(1), HEXISTS: small(2), HSTRLEN: small(2), HGET: rule("text", 2), HMGET: rule("text", 2, many) },
  ...{ HGETALL: rule("all", 1), HKEYS: rule("all", 1, 1, { values: false }), HSCAN: rule("scan", 2, 6) },
  ...{ LLEN: small(1), LINDEX: rule("text", 2), LRANGE: rule("ranks", 3), LPOS: small(2, 2, { values: true }) },
  ...{ SCARD: small(1), SISMEMBER: small(2, 2, { values: true }), SMISMEMBER: small(2, many, { values: true }) },
  ...{ SMEMBERS: rule("all", 1), SSCAN: rule("scan", 2, 6) },
  ...{
    ZCARD: small(1),
    ZCOUNT: small(3),
    ZSCORE: small(2, 2, { values: true }),
    ZMSCORE: small(2, many, { values: true }),
  },
  ...{ ZRANK: small(2, 2, { values: true }), ZREVRANK: small(2, 2, { values: true }), ZSCAN: rule("scan", 2, 6) },
  ...{ ZRANGE: rule("ranks", 3, 5), ZREVRANGE: rule("ranks", 3, 4) },
  ...{ ZRANGEBYSCORE: rule("limit", 3, 7), ZREVRANGEBYSCORE: rule("limit", 3, 7) },
  ...{ XLEN: small(1), XRANGE: rule("count", 3, 5), XREVRANGE: rule("count", 3, 5) },
  XINFO: small(2, 2, { key: 2, values: true, only: ["STREAM", "GROUPS"] }),
  // Without a key.
  ...{ PING: small(0, 0, { key: 0 }), DBSIZE: small(0, 0, { key: 0 }), TIME: small(0, 0, { key: 0 }) },
  ...{ LASTSAVE: small(0, 0, { key: 0 }), INFO: small(0, 1, { key: 0 }) },
  SCAN: rule("scan", 1, 7, { key: 0, values: false }),
};

/** The value of an option such as COUNT 10, and the words without it. */
function takeCount(words: readonly Buffer[], name: string): { count: number | null; rest: Buffer[] } {
  const at = words.findIndex((word) => word.toString().toUpperCase() === name);
  if (at < 0) return { count: null, rest: [...words] };
  return { count: Number(words[at + 1]), rest: words.toSpliced(at, 2) };
}

const bounded = (count: number | null, most: number) =>
  Buffer.from(String(Number.isInteger(count) && Number(count) >= 0 ? Math.min(Number(count), most) : most));

/** The words of a command with its bound, where that is an option. @param args after the name */
export function boundCommand(bound: Bound, args: readonly Buffer[]): Buffer[] {
  if (bound === "scan" || bound === "count") {
    const { count, rest } = takeCount(args, "COUNT");
    return [...rest, Buffer.from("COUNT"), bounded(count, bound === "scan" ? 100 : MAX_ELEMENTS)];
  }
  if (bound !== "limit") return [...args];
  const at = args.findIndex((word) => word.toString().toUpperCase() === "LIMIT");
  const [offset = Buffer.from("0"), count] = at < 0 ? [] : [args[at + 1], args[at + 2]];
  const rest = at < 0 ? args : args.toSpliced(at, 3);
  return [...rest, Buffer.from("LIMIT"), offset, bounded(count ? Number(count) : null, MAX_ELEMENTS)];
}
