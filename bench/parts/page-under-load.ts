import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { BenchContext, Part } from "#bench/support/context.ts";
import { sendRequest } from "#bench/support/http.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";
import { type Caller, makeCaller } from "#lib/lab/workers/http-caller.ts";
import { ADMIN_PASSWORD } from "#test/servers/store.ts";

const RATE = 6000;
/** Between two page views of the measured visitor, in milliseconds. */
const PAUSE_MS = 5;

const started = z.object({ id: z.string() });
const state = z.object({ state: z.string(), phase: z.string(), error: z.string().nullable() });

/** The p99 latency of a page, in milliseconds, for a visitor who requests it repeatedly. */
async function measurePage(url: string, seconds: number): Promise<number> {
  const histogram = newHistogram();
  const agent = new Agent({ keepAlive: true });
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const startedAt = performance.now();
    await sendRequest(url, { agent });
    recordLatency(histogram, (performance.now() - startedAt) * 1000);
    await sleep(PAUSE_MS);
  }
  agent.destroy();
  return percentileMs(histogram, 99);
}

async function waitFor(call: Caller, id: string, matches: (run: z.infer<typeof state>) => boolean): Promise<void> {
  for (;;) {
    const run = state.parse(await call("GET", `/api/admin/runs/${id}`));
    if (run.error) throw new Error(`The load failed: ${run.error}`);
    if (matches(run)) return;
    await sleep(200);
  }
}

/** The same page during a load run, which is started as by an administrator. */
function benchmarkUnderLoad(page: string, call: Caller): Benchmark {
  return {
    title: "with a run",
    async measure(seconds) {
      const body = { kind: "load", rate: RATE, seconds: seconds + 5 };
      const { id } = started.parse(await call("POST", "/api/admin/runs", body));
      await waitFor(call, id, (run) => run.phase.startsWith("6,000/s for"));
      const p99 = await measurePage(page, seconds);
      await call("DELETE", `/api/admin/runs/${id}`);
      await waitFor(call, id, (run) => run.state !== "running");
      return p99;
    },
  };
}

/** The latency of a page while the laboratory writes 6,000 sessions per second, compared with an idle store. */
export const pageUnderLoad: Part = {
  name: "page-under-load",
  async run(context: BenchContext) {
    const store = await context.store();
    const page = `${store.url}/products/sku123`;
    const call = makeCaller(store.url);
    await call("POST", "/api/auth/login", { username: "admin", password: ADMIN_PASSWORD });
    const idle = { title: "without", measure: (seconds: number) => measurePage(page, seconds) };
    const { candidate, baseline, ratio } = await compareBenchmarks(benchmarkUnderLoad(page, call), idle, context);
    return [
      {
        title: `Product page, p99 while a load run writes ${RATE.toLocaleString("en")} sessions per second`,
        ratio,
        figures: [
          { title: "with a run", value: candidate, unit: "ms" },
          { title: "without", value: baseline, unit: "ms" },
        ],
        note: "Lower is better. One visitor. The run uses the Redis of the store and is started as by an administrator.",
      },
    ];
  },
};
