import { closeRedis } from "../redis/client.ts";
import { launchTestRedis } from "../testing/redis-servers.ts";
import { makeOurs, makeTheirs, measure, measureBytes } from "./express-session.ts";

/** `node lib/bench/express-session.run.ts [rounds] [seconds]`: the comparison by itself, in turns. */

const [rounds, seconds] = [Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 4)];
const redis = await launchTestRedis();
process.env.REDIS_URL = redis.url;
process.env.SESSION_SECRET ??= "the secret of the bench is long enough";
const [ours, theirs] = [await makeOurs(), await makeTheirs()];
const bytes = { ours: await measureBytes(ours), theirs: await measureBytes(theirs) };
await measure(ours, 2);
await measure(theirs, 2);
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const mine = await measure(ours, seconds);
  const other = await measure(theirs, seconds);
  ratios.push(mine / other);
  console.log(
    `${ours.title} ${mine.toFixed(0)}/s, ${theirs.title} ${other.toFixed(0)}/s, ratio ${(mine / other).toFixed(2)}`,
  );
}
ratios.sort((a, b) => a - b);
console.log(`ratio, median of ${rounds}: ${ratios[Math.floor(rounds / 2)]?.toFixed(2)}`);
console.log(`bytes of Redis a guest session: ${bytes.ours.toFixed(0)} here, ${bytes.theirs.toFixed(0)} there`);
await closeRedis();
await redis.stop();
