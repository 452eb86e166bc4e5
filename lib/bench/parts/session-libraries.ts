import { withRedis } from "../../redis/client.ts";
import { seedIfEmpty } from "../../sku/seed.ts";
import { makeBetterAuth } from "../better-auth.ts";
import type { Part } from "../context.ts";
import { makeExpressSession } from "../express-session.ts";
import { makeIronSession } from "../iron-session.ts";
import { runDuel } from "../measure.ts";
import { duelFinding, type Finding } from "../report.ts";
import { type SessionHandler, serveRepeatedly } from "../session-handler.ts";
import { makeThisShop } from "../this-shop.ts";

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
