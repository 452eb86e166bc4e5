import { makeBetterAuth } from "#bench/libraries/better-auth.ts";
import { makeExpressSession } from "#bench/libraries/express-session.ts";
import { makeIronSession } from "#bench/libraries/iron-session.ts";
import { type SessionHandler, serveRepeatedly } from "#bench/libraries/session-handler.ts";
import { makeThisShop } from "#bench/libraries/this-store.ts";
import type { Part } from "#bench/support/context.ts";
import { runDuel } from "#bench/support/measure.ts";
import { duelFinding, type Finding } from "#bench/support/report.ts";
import { withRedis } from "#lib/redis/client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";

/** What people pick for sessions, doing the same work on the same Redis; handlers without a network. */
export const sessionLibraries: Part = {
  name: "session-libraries",
  async run(context) {
    await context.redis();
    await withRedis((redis) => redis.flushAll());
    // Of a SKU that is not sold, this shop would count no view.
    await seedIfEmpty();
    const pairs: [SessionHandler, SessionHandler][] = [
      [await makeThisShop("touch"), await makeExpressSession("touch")],
      [await makeThisShop("visit"), await makeExpressSession("visit")],
      [await makeThisShop("touch"), await makeBetterAuth()],
      [await makeThisShop("touch"), await makeIronSession()],
    ];
    const found: Finding[] = [];
    for (const [ours, theirs] of pairs) {
      const duel = await runDuel(serveRepeatedly(ours), serveRepeatedly(theirs), context);
      found.push(duelFinding(`${ours.title}, against ${theirs.title}`, ["this shop", "theirs"], duel));
    }
    return found;
  },
};
