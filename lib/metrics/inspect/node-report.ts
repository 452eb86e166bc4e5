import { ErrorReply } from "redis";
import { z } from "zod";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { shownName } from "#lib/redis/damaged.ts";
import { parseInfo } from "#lib/redis/server/server-info.ts";

/** What a Redis server says of itself, for administrators. What its user may not ask is null. */

/** Entries of the slow log that are shown, and commands of the statistics. */
const SLOW = 15;
const COMMANDS = 20;

export interface ClientGroup {
  /** by CLIENT SETNAME; "" for connections without a name */
  name: string;
  connections: number;
  /** seconds since the last command of the busiest of them */
  idleSeconds: number;
  /** bytes of their buffers */
  bytes: number;
  /** their last commands */
  commands: string[];
}

export interface SlowCommand {
  id: number;
  /** seconds since 1970 */
  at: number;
  microseconds: number;
  /** the command and its key; other arguments may be secrets and are only counted */
  command: string;
  client: string;
}

export interface CommandFigures {
  command: string;
  calls: number;
  /** of the time that Redis spent on commands, 0 to 1 */
  share: number;
  microsecondsPerCall: number;
  /** microseconds; null where the server does not tell */
  p50: number | null;
  p99: number | null;
  failed: number;
}

export interface NodeReport {
  /** the lines of INFO */
  info: Record<string, string> | null;
  clients: ClientGroup[] | null;
  slow: SlowCommand[] | null;
  /** those that took most of the time, the most first */
  commands: CommandFigures[] | null;
}

/** @returns null where the user may not ask, or a managed service does not know the command */
function ask<T>(reply: Promise<T>): Promise<T | null> {
  return reply.catch((error: unknown) => (error instanceof ErrorReply ? null : Promise.reject(error)));
}

/** `calls=1,usec=2` or `addr=… name=…` as an object. */
export function parsePairs(text: string, separator: string): Record<string, string> {
  const pairs = text.split(separator).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(pairs);
}

function groupClients(list: string): ClientGroup[] {
  const groups = new Map<string, ClientGroup>();
  for (const line of list.split("\n").filter(Boolean)) {
    const { name = "", idle, cmd = "", "tot-mem": bytes = "0" } = parsePairs(line, " ");
    const idleSeconds = Number(idle ?? 0);
    const group = groups.get(name) ?? { name, connections: 0, idleSeconds, bytes: 0, commands: [] };
    group.connections++;
    group.idleSeconds = Math.min(group.idleSeconds, idleSeconds);
    group.bytes += Number(bytes);
    if (cmd && cmd !== "NULL" && !group.commands.includes(cmd)) group.commands.push(cmd);
    groups.set(name, group);
  }
  return [...groups.values()].sort((a, b) => b.connections - a.connections || (a.name < b.name ? -1 : 1));
}

const slowEntry = z
  .tuple([z.coerce.number(), z.coerce.number(), z.coerce.number(), z.array(z.coerce.string())])
  .rest(z.unknown());

/** The command and its key. What else it was sent may be a secret. */
function describeCommand([name = "", ...args]: readonly string[]): string {
  const command = name.toUpperCase();
  const isScript = /^(EVAL|EVALSHA|FCALL)(_RO)?$/.test(command);
  const key = isScript ? (args[1] === "0" ? undefined : args[2]) : args[0];
  // Commands whose first argument is no key: of the server, of connections, and those of two words.
  const hasKey =
    key !== undefined && /[:_]|^[a-z]+$/.test(key) && !/^(AUTH|HELLO|CONFIG|ACL|CLIENT|INFO)$/.test(command);
  const more = args.length - (hasKey ? 1 : 0);
  return [command, hasKey && shownName(key), more > 0 && `(${more} more)`].filter(Boolean).join(" ");
}

function readSlow(reply: unknown): SlowCommand[] {
  return z
    .array(slowEntry)
    .catch([])
    .parse(reply)
    .map(([id, at, microseconds, args, , name]) => ({
      ...{ id, at, microseconds, command: describeCommand(args) },
      client: typeof name === "string" ? name : "",
    }));
}

function readCommands(info: Record<string, string>): CommandFigures[] {
  const percentilesOf = (command: string) => {
    const { p50, p99 } = parsePairs(info[`latency_percentiles_usec_${command}`] ?? "", ",");
    return { p50: p50 ? Number(p50) : null, p99: p99 ? Number(p99) : null };
  };
  const found = Object.entries(info).flatMap(([line, text]) => {
    if (!line.startsWith("cmdstat_")) return [];
    const command = line.slice("cmdstat_".length);
    const { calls, usec, usec_per_call, failed_calls } = parsePairs(text, ",");
    return { command, calls: Number(calls), usec: Number(usec), perCall: Number(usec_per_call), failed: failed_calls };
  });
  const all = found.reduce((sum, { usec }) => sum + usec, 0) || 1;
  return found
    .sort((a, b) => b.usec - a.usec)
    .slice(0, COMMANDS)
    .map(({ command, calls, usec, perCall, failed }) => ({
      ...{ command, calls, share: usec / all, microsecondsPerCall: perCall, failed: Number(failed ?? 0) },
      ...percentilesOf(command),
    }));
}

async function readNode(node: Redis): Promise<NodeReport> {
  const [text, list, slow] = await Promise.all([
    ask(node.info("everything")),
    ask(node.sendCommand(["CLIENT", "LIST"])),
    ask(node.sendCommand(["SLOWLOG", "GET", String(SLOW)])),
  ]);
  const info = text === null ? null : parseInfo(text);
  return {
    info,
    clients: list === null ? null : groupClients(String(list)),
    slow: slow === null ? null : readSlow(slow),
    commands: info && readCommands(info),
  };
}

/** What each primary says of itself, by its port. One round trip to each. */
export async function readNodeReports(): Promise<NodeReport[]> {
  const reports = await withRedis(async (redis) => Promise.all((await listPrimaries(redis)).map(readNode)));
  const portOf = ({ info }: NodeReport) => Number(info?.tcp_port ?? 0);
  return reports.sort((a, b) => portOf(a) - portOf(b));
}
