import { z } from "zod";
import { newHistogram, recordLatency, summarise } from "#lib/lab/report/latency.ts";
import { LAB_SKUS } from "#lib/lab/runs/clean-up.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { doJob, type Reporter } from "./job.ts";
import { createHttpShopper, createLocalShopper, type Shopper } from "./shopper.ts";

/** Shoppers who view one page after another, all at the same time, each waiting for the previous page (closed loop). */

const job = z.object({
  run: z.string(),
  shoppers: z.number(),
  views: z.number(),
  url: z.string().optional(),
});

/** The SKUs of the run expire after this time, in seconds, should the run fail to delete them. */
const SKU_SECONDS = 3600;
/** Every third page view adds a product to the cart; the others show the cart. */
const ADD_EVERY = 3;

async function createSkus(run: string): Promise<void> {
  await withRedis(async (redis) => {
    const writes = Array.from({ length: LAB_SKUS }, (_, n) => {
      const key = keys.sku(labNames.sku(run, n));
      const sku = { name: `Laboratory article ${n + 1}`, price: `${n + 1}.99`, category: "laboratory", stock: "1000" };
      return Promise.all([redis.hSet(key, sku), redis.expire(key, SKU_SECONDS)]);
    });
    const viewed = labNames.viewed(run);
    const ranking = [redis.zAdd(viewed, { score: 0, value: labNames.sku(run, 0) }), redis.expire(viewed, SKU_SECONDS)];
    await Promise.all([...writes, ...ranking]);
  });
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
  if (!url) await createSkus(run);
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
