import { z } from "zod";
import { newHistogram, recordLatency, summarise } from "#lib/lab/report/latency.ts";
import { withRedis } from "#lib/redis/client.ts";
import { labNames } from "#lib/redis/keys.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { doJob, type Reporter } from "./job.ts";
import { createLabSkus, SKU_SECONDS } from "./lab-skus.ts";
import { createHttpShopper, createLocalShopper, type Shopper } from "./shopper.ts";

/** Shoppers who view one page after another, all at the same time, each waiting for the previous page (closed loop). */

const job = z.object({
  run: z.string(),
  shoppers: z.number(),
  views: z.number(),
  url: z.string().optional(),
});

/** Every third page view adds a product to the cart; the others show the cart. */
const ADD_EVERY = 3;

/** The ranking that the views of the run go to. */
async function createRanking(run: string): Promise<void> {
  const viewed = labNames.viewed(run);
  await withRedis((redis) =>
    Promise.all([redis.zAdd(viewed, { score: 0, value: labNames.sku(run, 0) }), redis.expire(viewed, SKU_SECONDS)]),
  );
}

type Steps = Record<"product" | "activity" | "cart", ReturnType<typeof newHistogram>>;

async function viewPages(shopper: Shopper, views: number, steps: Steps, report: Reporter): Promise<void> {
  const time = async (step: keyof Steps, work: Promise<void>) => {
    const begun = performance.now();
    try {
      await work;
      const ms = performance.now() - begun;
      recordLatency(steps[step], ms * 1000);
      report.add(ms);
    } catch (error) {
      report.fail();
      throw error;
    }
  };
  for (let view = 0; view < views; view++) {
    await time("product", shopper.viewProduct(view));
    await time("activity", shopper.recordActivity(view));
    await time("cart", view % ADD_EVERY === 0 ? shopper.addToCart(view) : shopper.viewCart());
  }
}

doJob(job, async ({ run, shoppers, views, url }, { report, send }) => {
  if (!url) {
    await awaitRedis();
    await Promise.all([createLabSkus(run), createRanking(run)]);
  }
  const create = async (n: number) => {
    const shopper = await (url ? createHttpShopper(url) : createLocalShopper(run, n));
    await send(shopper.cookies);
    return shopper;
  };
  const all = await Promise.all(Array.from({ length: shoppers }, (_, n) => create(n)));
  const steps: Steps = { product: newHistogram(), activity: newHistogram(), cart: newHistogram() };
  const begun = performance.now();
  await Promise.all(all.map((shopper) => viewPages(shopper, views, steps, report)));
  const ms = performance.now() - begun;
  const table = Object.entries(steps).map(([step, histogram]) => ({
    step,
    count: histogram.totalCount,
    ...summarise(histogram),
  }));
  return { ms, table };
});
