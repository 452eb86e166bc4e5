import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Part } from "#bench/support/context.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { touchSessionScript } from "#lib/session/scripts/touch-session.ts";
import { createSession, touchSession } from "#lib/session/store.ts";

const run = promisify(execFile);
const IN_FLIGHT = 50;
const SESSIONS = 10_000;
const PAGE = "/products/sku123";
const SCRIPT = touchSessionScript.file;
/** Twelve digits, as redis-benchmark writes its random numbers. */
const sidOf = (n: number) => String(n).padStart(12, "0");

/** Touches through the data layer, with a constant number in flight. */
const dataLayer: Benchmark = {
  title: "data layer",
  async measure(seconds) {
    const until = performance.now() + seconds * 1000;
    let done = 0;
    const worker = async () => {
      while (performance.now() < until) {
        const sid = sidOf(Math.floor(Math.random() * SESSIONS));
        if (!(await withRedis((redis) => touchSession(redis, sid, PAGE, 1))))
          throw new Error("A session does not exist");
        done++;
      }
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    return (done * 1000) / (performance.now() - started);
  },
};

/** The same script, called by redis-benchmark, a program in C with as many connections. */
function redisBenchmark(socket: string, digest: string): Benchmark {
  const now = String(Date.now() / 1000);
  const command = ["EVALSHA", digest, "1", keys.session("__rand_int__"), now, PAGE, "3600", "43200", "1"];
  let perSecond = 20_000;
  return {
    title: "redis-benchmark",
    async measure(seconds) {
      const requests = String(Math.max(1000, Math.round(perSecond * seconds)));
      const options = ["-s", socket, "-c", String(IN_FLIGHT), "-n", requests, "-r", String(SESSIONS), "--csv"];
      const { stdout } = await run("redis-benchmark", [...options, ...command]);
      const last = stdout.trim().split("\n").at(-1) ?? "";
      perSecond = Number(/","?([\d.]+)"?/.exec(last)?.[1]);
      if (!(perSecond > 0)) throw new Error(`Unexpected output of redis-benchmark: ${stdout}`);
      return perSecond;
    },
  };
}

/** The touch of a session, as in every page view. */
export const sessionTouch: Part = {
  name: "session-touch",
  async run(context) {
    const server = await context.redis();
    await withRedis((redis) => redis.flushAll());
    for (let n = 0; n < SESSIONS; n++) await createSession(null, "", { sid: sidOf(n) });
    const digest = createHash("sha1").update(readFileSync(SCRIPT)).digest("hex");
    await withRedis((redis) => redis.scriptLoad(readFileSync(SCRIPT, "utf8")));
    const baseline = redisBenchmark(server.url.slice("unix://".length), digest);
    const comparison = await compareBenchmarks(dataLayer, baseline, context);
    const title = `Session touch: data layer and redis-benchmark, same script, ${IN_FLIGHT} in flight`;
    const note =
      "The data layer is one Node process with one connection; redis-benchmark is written in C and uses 50 connections.";
    return [comparisonFinding(title, ["data layer", "redis-benchmark"], comparison, note)];
  },
};
