import { z } from "zod";
import type { Engine, RunContext } from "#lib/lab/engine/engine.ts";
import { withProgress } from "#lib/lab/engine/with-progress.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import { latencyMs, type RunResult } from "#lib/lab/runs/schema.ts";
import { endHttpSession, type ShopperCookies, shopperCookies } from "#lib/lab/workers/shopper.ts";

const workerResult = z.object({
  ms: z.number(),
  table: z.array(latencyMs.extend({ step: z.string(), count: z.number() })),
});

/** Steps of a page view: product, activity, cart. */
const STEPS = 3;

interface Plan {
  shoppers: number;
  views: number;
  url: string | undefined;
}

async function runShoppers(context: Omit<RunContext<"crowd">, "request">, plan: Plan): Promise<RunResult> {
  const { meter } = context;
  const { shoppers, views, url } = plan;
  const target = shoppers * views;
  meter.phase = `${shoppers} shopper${shoppers > 1 ? "s" : ""}, ${views} page views each`;
  const cookies: ShopperCookies[] = [];
  if (url) {
    context.addCleanUp(async () => {
      await Promise.allSettled(cookies.map((each) => endHttpSession(url, each)));
    });
  }
  const shop = async () => {
    const worker = context.start("shoppers", { run: context.id, ...plan });
    for (let n = 0; n < shoppers; n++) cookies.push(shopperCookies.parse(await worker.receive()));
    return workerResult.parse(await worker.done);
  };
  const { ms, table } = await withProgress(meter, () => meter.ops / STEPS / target, shop);
  const viewed = meter.ops / STEPS;
  const latency = summarise(meter.total);
  const how = url ? "over HTTP" : "through the store's functions";
  return {
    ok: viewed === target && meter.errors === 0,
    verdict: `${target.toLocaleString("en")} page views ${how} in ${(ms / 1000).toFixed(2)} s, p99 per step ${latency.p99.toFixed(1)} ms`,
    target,
    achieved: viewed,
    successRate: meter.ops / Math.max(1, meter.ops + meter.errors),
    opsPerSecond: Math.round((meter.ops * 1000) / ms),
    latencyMs: latency,
    figures: {
      pageViewsPerSecond: Math.round((viewed * 1000) / ms),
      seconds: Math.round(ms) / 1000,
      through: url ? "http" : "functions",
    },
    table: table.map(({ step, count, ...times }) => ({ step, count, ...times })),
  };
}

/** The case study's first demonstration: one shopper, 100 page views. */
export const browse: Engine<"browse"> = (context) =>
  runShoppers(context, { shoppers: 1, views: context.request.views, url: context.request.url });

/** The case study's second demonstration: 50 shoppers at once, 30 page views each. */
export const crowd: Engine<"crowd"> = (context) => {
  const { shoppers, views, url } = context.request;
  return runShoppers(context, { shoppers, views, url });
};
