import { randomUUID } from "node:crypto";
import { type CurrentRequest, runInBackground } from "#lib/process/current-request.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { makeAddressLimit } from "#lib/redis/limits/address-limit.ts";
import { describeCommand, repeatCommand } from "./describe.ts";
import { type LogEntry, logEntry, type ShownRequest } from "./schema.ts";
import { LOG_SECONDS, makeViewer } from "./viewer.ts";

/** The logs of visitors who look at the commands of their own requests: a list of the last ones for each. */

/** Requests that a log keeps. */
const MOST_REQUESTS = 40;
/** Entries wait this long for others, in milliseconds: those of one page are written together. */
const WAIT_MS = 20;

const limit = makeAddressLimit({ prefix: keys.limitCommandLog, perHour: () => 100, perHourHere: 10_000 });

/**
 * Counts what is done with logs from an address. One round trip.
 * @returns seconds to wait, null when allowed
 */
export const limitLogs = (address: string): Promise<number | null> =>
  withRedis((redis) => limit.consume(redis, address));

let waiting: { viewer: string; entry: LogEntry }[] = [];

/** One round trip for all that wait. */
async function writeEntries(): Promise<void> {
  const entries = waiting;
  waiting = [];
  await withRedis((redis) =>
    Promise.all(
      entries.flatMap(({ viewer, entry }) => {
        const key = keys.commandLog(viewer);
        return [
          // A log that was ended, or has expired, stays away.
          redis.rPushX(key, JSON.stringify(entry)),
          redis.lTrim(key, -MOST_REQUESTS, -1),
          redis.expire(key, LOG_SECONDS),
        ];
      }),
    ),
  );
}

/** Adds a request that was answered to a log, a moment later and in the background. What can't be written is left out. */
export function logCommands(viewer: string, request: CurrentRequest, { method = "", status = 0 } = {}): void {
  const { commands, route, ms, redisMs, roundTrips } = request;
  if (!commands) return;
  const shown: ShownRequest = {
    ...{ id: randomUUID(), at: Date.now(), method, route, status, ms, redisMs, roundTrips },
    commands: commands.map(describeCommand),
  };
  waiting.push({ viewer, entry: { shown, again: commands.map(repeatCommand) } });
  if (waiting.length > 1) return;
  runInBackground(() => setTimeout(() => void writeEntries().catch(() => {}), WAIT_MS).unref());
}

const MARK = "begun";

/** Begins a log. One round trip. @returns the value of the cookie that names it */
export async function beginLog(): Promise<string> {
  const { viewer, sealed } = await makeViewer();
  const key = keys.commandLog(viewer);
  await withRedis((redis) => Promise.all([redis.rPush(key, MARK), redis.expire(key, LOG_SECONDS)]));
  return sealed;
}

/** Ends a log. One round trip. */
export async function endLog(viewer: string): Promise<void> {
  await withRedis((redis) => redis.del(keys.commandLog(viewer)));
}

function parseEntry(text: string): LogEntry[] {
  if (text === MARK) return [];
  try {
    const entry = logEntry.safeParse(JSON.parse(text));
    return entry.success ? [entry.data] : [];
  } catch {
    return [];
  }
}

async function readEntries(viewer: string): Promise<LogEntry[] | null> {
  const texts = await withRedis((redis) => redis.lRange(keys.commandLog(viewer), 0, -1));
  return texts.length > 0 ? texts.flatMap(parseEntry).reverse() : null;
}

/** The requests in a log, the newest first; null when it has ended. One round trip. */
export async function listRequests(viewer: string): Promise<ShownRequest[] | null> {
  return (await readEntries(viewer))?.map(({ shown }) => shown) ?? null;
}

/** What has to be sent to repeat the commands of a request; null when it is not in the log. One round trip. */
export async function findEntry(viewer: string, id: string): Promise<LogEntry | null> {
  return (await readEntries(viewer))?.find(({ shown }) => shown.id === id) ?? null;
}
