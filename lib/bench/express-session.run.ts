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
const cpuRatios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const mine = await measure(ours, seconds);
  const other = await measure(theirs, seconds);
  ratios.push(mine.perSecond / other.perSecond);
  cpuRatios.push(other.cpu / mine.cpu);
  for (const [side, { perSecond, cpu }] of [[ours, mine] as const, [theirs, other] as const])
    console.log(`${side.title}: ${perSecond.toFixed(0)}/s, ${cpu.toFixed(0)} µs of processor a request`);
}
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(2);
console.log(`throughput, ours to theirs, median of ${rounds}: ${median(ratios)}`);
console.log(`processor time, theirs to ours, median of ${rounds}: ${median(cpuRatios)}`);
console.log(`bytes of Redis a guest session: ${bytes.ours.toFixed(0)} here, ${bytes.theirs.toFixed(0)} there`);
await closeRedis();
await redis.stop();
