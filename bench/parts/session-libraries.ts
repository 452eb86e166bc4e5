import { makeBetterAuth } from "#bench/libraries/better-auth.ts";
import { makeExpressSession } from "#bench/libraries/express-session.ts";
import { makeIronSession } from "#bench/libraries/iron-session.ts";
import { benchmarkHandler, type SessionHandler } from "#bench/libraries/session-handler.ts";
import { makeStoreSession } from "#bench/libraries/this-store.ts";
import type { Part } from "#bench/support/context.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding, type Finding } from "#bench/support/report.ts";
import { withRedis } from "#lib/redis/client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";

/** Common session libraries doing the same work on the same Redis, as handlers without a network. */
export const sessionLibraries: Part = {
  name: "session-libraries",
  async run(context) {
    await context.redis();
    await withRedis((redis) => redis.flushAll());
    // This store does not count views of an unknown SKU.
    await seedIfEmpty();
    const pairs: [SessionHandler, SessionHandler][] = [
      [await makeStoreSession("touch"), await makeExpressSession("touch")],
      [await makeStoreSession("visit"), await makeExpressSession("visit")],
      [await makeStoreSession("touch"), await makeBetterAuth()],
      [await makeStoreSession("touch"), await makeIronSession()],
    ];
    const found: Finding[] = [];
    for (const [candidate, baseline] of pairs) {
      const comparison = await compareBenchmarks(benchmarkHandler(candidate), benchmarkHandler(baseline), context);
      found.push(
        comparisonFinding(`${candidate.title}, compared with ${baseline.title}`, ["this store", "library"], comparison),
      );
    }
    return found;
  },
};
