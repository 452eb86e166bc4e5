import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { BenchContext, Part } from "#bench/support/context.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";
import { COMPACT } from "#lib/lab/bulk/compact-list.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { doRun } from "#lib/lab/terminal.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const run = promisify(execFile);

/** About as many as one server can store per second. */
const VALUES_PER_SECOND = 4_000_000;
const VALUES_PER_COMMAND = 1000;
/** Commands in flight on each connection, as in the laboratory. */
const IN_FLIGHT = 64;
const WORKERS = 1;

const countFor = (seconds: number) => Math.round(seconds * VALUES_PER_SECOND);

/** A bulk run of the laboratory. Its verification is not included in the time. */
const laboratory: Benchmark = {
  title: "laboratory",
  async measure(seconds) {
    const request = { kind: "bulk", count: countFor(seconds), shards: 4, workers: WORKERS };
    const { result, error } = await doRun(runBody.parse(request), true);
    if (!result?.verified || !result.opsPerSecond) throw new Error(error ?? "The bulk run was not verified");
    return result.opsPerSecond;
  },
};

/** The same number of values, in commands and a list of the same size, sent by a program in C. */
function benchmarkProgram(socket: string): Benchmark {
  const values = Array.from({ length: VALUES_PER_COMMAND }, (_, i) => String(90_000_000 + i));
  return {
    title: "redis-benchmark",
    async measure(seconds) {
      const before = await withRedis((redis) => redis.configGet(Object.keys(COMPACT)));
      await withRedis((redis) => redis.configSet(COMPACT));
      const commands = countFor(seconds) / VALUES_PER_COMMAND;
      const options = ["-s", socket, "-n", String(commands), "-c", String(WORKERS), "-P", String(IN_FLIGHT)];
      const startedAt = performance.now();
      await run("redis-benchmark", [...options, "LPUSH", keys.bigList, ...values]);
      const perSecond = (commands * VALUES_PER_COMMAND * 1000) / (performance.now() - startedAt);
      await withRedis((redis) => Promise.all([redis.configSet(before), redis.unlink(keys.bigList)]));
      return perSecond;
    },
  };
}

/** Bulk inserts compared with redis-benchmark, with the same number of values per command. */
export const bulk: Part = {
  name: "bulk",
  async run(context: BenchContext) {
    const server = await context.redis();
    const comparison = await compareBenchmarks(
      laboratory,
      benchmarkProgram(server.url.slice("unix://".length)),
      context,
    );
    const title = `Bulk inserts: laboratory and redis-benchmark, ${VALUES_PER_COMMAND} values per command`;
    const note = `${countFor(context.seconds).toLocaleString("en")} values per round; a hundred million would take ${(1e8 / comparison.candidate.median).toFixed(0)} s to write.`;
    return [comparisonFinding(title, ["laboratory, values", "redis-benchmark, values"], comparison, note)];
  },
};
