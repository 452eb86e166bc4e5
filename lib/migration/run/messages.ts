import { z } from "zod";

/** What the process of the migration and its shoppers send each other. */

export const shoppersJob = z.object({
  run: z.string(),
  url: z.string(),
  schema: z.string(),
  /** numbers of the sessions of this process */
  first: z.number(),
  last: z.number(),
  rate: z.number(),
  /** 0: they have the sessions of the population; otherwise they begin new ones, which have numbers above this */
  life: z.number(),
});
export type ShoppersJob = z.output<typeof shoppersJob>;

/** To the shoppers. */
export const shoppersOrder = z.object({
  /** the share of the changes that are not to reach the store that follows, 0 to 1 */
  drop: z.number(),
});

/** What the shoppers have seen since they told last. Latencies are microseconds. */
export const shoppersReport = z.object({
  acknowledged: z.number(),
  failed: z.number(),
  signOuts: z.number(),
  lostLines: z.number(),
  repaired: z.number(),
  sql: z.array(z.number()),
  redis: z.array(z.number()),
  requests: z.array(z.number()),
  /** what was lost, in words; a few */
  losses: z.array(z.string()),
});
export type ShoppersReport = z.output<typeof shoppersReport>;

export const emptyReport = (): ShoppersReport => ({
  ...{ acknowledged: 0, failed: 0, signOuts: 0, lostLines: 0, repaired: 0 },
  ...{ sql: [], redis: [], requests: [], losses: [] },
});
