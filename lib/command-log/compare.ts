import { withRedis } from "#lib/redis/client.ts";
import { sendKeyCommand } from "#lib/redis/cluster.ts";
import type { Redis } from "#lib/redis/connection.ts";
import { spreadOf } from "#lib/spread.ts";
import type { Comparison, LogEntry, Repeatable } from "./schema.ts";

/** How often each way is tried, by turns: as often as there is time for, in milliseconds, within these bounds. */
const ROUNDS = { least: 3, most: 25 };
const TIME_MS = 400;

async function measure(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** What a read says of a key that has been changed meanwhile, or is of another type now, takes as long. */
function send(redis: Redis, command: Repeatable): Promise<unknown> {
  const args = "echo" in command ? ["ECHO", "x".repeat(command.echo)] : command.args;
  return sendKeyCommand(redis, command.key, args).catch(() => null);
}

async function sendTogether(redis: Redis, trips: readonly Repeatable[][]): Promise<void> {
  for (const trip of trips) await Promise.all(trip.map((command) => send(redis, command)));
}

async function sendOneByOne(redis: Redis, commands: readonly Repeatable[]): Promise<void> {
  for (const command of commands) await send(redis, command);
}

/**
 * Sends the commands of a request again, in both ways by turns: as they were, those of one round trip together; and each
 * only after the reply to the last. Reads are sent as they were; in place of a write, or of a script, which must not
 * happen twice, an ECHO of as many bytes. At most 26 × (commands + round trips) round trips.
 */
export function compareWays({ again: commands }: LogEntry): Promise<Comparison> {
  const trips = [...Map.groupBy(commands, ({ trip }) => trip).values()];
  return withRedis(async (redis) => {
    const [together, oneByOne]: [number[], number[]] = [[], []];
    // What is done for the first time takes longer.
    await sendTogether(redis, trips);
    await sendOneByOne(redis, commands);
    const begun = performance.now();
    const hasTime = () => performance.now() - begun < TIME_MS;
    for (let i = 0; i < ROUNDS.least || (i < ROUNDS.most && hasTime()); i++) {
      together.push(await measure(() => sendTogether(redis, trips)));
      oneByOne.push(await measure(() => sendOneByOne(redis, commands)));
    }
    const echoes = commands.filter((command) => "echo" in command).length;
    return {
      ...{ commands: commands.length, echoes, roundTrips: trips.length },
      ...{ together: spreadOf(together).median, oneByOne: spreadOf(oneByOne).median },
    };
  });
}
