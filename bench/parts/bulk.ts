import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { BenchContext, Part } from "#bench/support/context.ts";
import { type Contender, runDuel } from "#bench/support/measure.ts";
import { duelFinding } from "#bench/support/report.ts";
import { COMPACT } from "#lib/lab/bulk/compact-list.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { doRun } from "#lib/lab/terminal.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const run = promisify(execFile);

/** About what one server takes in a second. */
const VALUES_A_SECOND = 4_000_000;
const VALUES_A_COMMAND = 1000;
/** Commands that each connection has on its way, as those of the laboratory have. */
const AHEAD = 64;
const WORKERS = 1;

const countFor = (seconds: number) => Math.round(seconds * VALUES_A_SECOND);

/** A bulk run of the laboratory; its verification is not part of the time. */
const laboratory: Contender = {
  title: "laboratory",
  async measure(seconds) {
    const request = { kind: "bulk", count: countFor(seconds), shards: 4, workers: WORKERS };
    const { result, error } = await doRun(runBody.parse(request), true);
    if (!result?.verified || !result.opsPerSecond) throw new Error(error ?? "The bulk run was not verified");
    return result.opsPerSecond;
  },
};

/** The same number of values in as large commands into a list of the same kind, by a program in C. */
function benchmarkProgram(socket: string): Contender {
  const values = Array.from({ length: VALUES_A_COMMAND }, (_, i) => String(90_000_000 + i));
  return {
    title: "redis-benchmark",
    async measure(seconds) {
      const before = await withRedis((redis) => redis.configGet(Object.keys(COMPACT)));
      await withRedis((redis) => redis.configSet(COMPACT));
      const commands = countFor(seconds) / VALUES_A_COMMAND;
      const options = ["-s", socket, "-n", String(commands), "-c", String(WORKERS), "-P", String(AHEAD)];
      const begun = performance.now();
      await run("redis-benchmark", [...options, "LPUSH", keys.bigList, ...values]);
      const perSecond = (commands * VALUES_A_COMMAND * 1000) / (performance.now() - begun);
      await withRedis((redis) => Promise.all([redis.configSet(before), redis.unlink(keys.bigList)]));
      return perSecond;
    },
  };
}

/** Bulk inserts against redis-benchmark with the same number of values a command. */
export const bulk: Part = {
  name: "bulk",
  async run(context: BenchContext) {
    const server = await context.redis();
    const duel = await runDuel(laboratory, benchmarkProgram(server.url.slice("unix://".length)), context);
    const title = `Bulk inserts: laboratory against redis-benchmark, ${VALUES_A_COMMAND} values a command`;
    const note = `${countFor(context.seconds).toLocaleString("en")} values a turn; a hundred million would take ${(1e8 / duel.ours.median).toFixed(0)} s to write.`;
    return [duelFinding(title, ["laboratory, values", "redis-benchmark, values"], duel, note)];
  },
};
