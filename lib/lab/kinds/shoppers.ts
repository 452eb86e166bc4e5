import { z } from "zod";
import { summarise } from "#lib/lab/report/latency.ts";
import { latencyMs, type RunResult } from "#lib/lab/runs/schema.ts";
import { pass, seeOut } from "#lib/lab/workers/shopper.ts";
import type { Engine, RunContext } from "./engine.ts";

const shopped = z.object({
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

async function goShopping(
  context: Pick<RunContext<"crowd">, "id" | "meter" | "start" | "atEnd">,
  plan: Plan,
): Promise<RunResult> {
  const { meter } = context;
  const target = plan.shoppers * plan.views;
  meter.phase = `${plan.shoppers} shopper${plan.shoppers > 1 ? "s" : ""}, ${plan.views} page views each`;
  const timer = setInterval(() => {
    meter.progress = Math.min(0.99, meter.ops / STEPS / target);
  }, 100);
  try {
    const worker = context.start("shoppers", { run: context.id, ...plan });
    const { url } = plan;
    const passes: z.infer<typeof pass>[] = [];
    if (url) context.atEnd(async () => void (await Promise.allSettled(passes.map((shopper) => seeOut(url, shopper)))));
    for (let n = 0; n < plan.shoppers; n++) passes.push(pass.parse(await worker.next()));
    const { ms, table } = shopped.parse(await worker.done);
    const views = meter.ops / STEPS;
    const latency = summarise(meter.total);
    const perSecond = Math.round((views * 1000) / ms);
    const how = plan.url ? "over HTTP" : "through the shop's functions";
    return {
      ok: views === target && meter.errors === 0,
      verdict: `${target.toLocaleString("en")} page views ${how} in ${(ms / 1000).toFixed(2)} s, p99 of a step ${latency.p99.toFixed(1)} ms`,
      target,
      achieved: views,
      successRate: meter.ops / Math.max(1, meter.ops + meter.errors),
      opsPerSecond: Math.round((meter.ops * 1000) / ms),
      latencyMs: latency,
      figures: {
        pageViewsPerSecond: perSecond,
        seconds: Math.round(ms) / 1000,
        through: plan.url ? "http" : "functions",
      },
      table: table.map(({ step, count, ...times }) => ({ step, count, ...times })),
    };
  } finally {
    clearInterval(timer);
  }
}

/** The case study's first demonstration: one shopper, 100 page views. */
export const browse: Engine<"browse"> = (context) =>
  goShopping(context, { shoppers: 1, views: context.params.views, url: context.params.url });

/** The case study's second: 50 shoppers at once, 30 page views each. */
export const crowd: Engine<"crowd"> = (context) => {
  const { shoppers, views, url } = context.params;
  return goShopping(context, { shoppers, views, url });
};
