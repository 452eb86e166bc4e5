import { parseArgs } from "node:util";
import { formatReceipt } from "#lib/lab/report/receipt.ts";
import { type RunRequest, runBody } from "#lib/lab/runs/schema.ts";
import { doRun, exitCodeOf, isRead, LabError, withLabRedis } from "#lib/lab/terminal.ts";

/** `npm run demo [--json]`: what the two documents show, one after another, in under a minute. */

const USAGE = `npm run demo -- [--json]

What the two documents show, one after another, in under a minute. Exit code: 0 all of it held, 1 some did not,
2 it failed. REDIS_URL names the Redis; without it the project's own is used, and started if need be.`;

function readArgs() {
  try {
    return parseArgs({
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(64);
  }
}

const { help, json } = readArgs();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
const programme: { title: string; request: RunRequest }[] = [
  {
    title: "Server A inserts 1 to 10,000 into `biglist`, Server B reads them back in reverse, four ways",
    request: runBody.parse({ kind: "pipeline" }),
  },
  { title: "One shopper, 100 page views", request: runBody.parse({ kind: "browse" }) },
  { title: "50 shoppers at once, 30 page views each", request: runBody.parse({ kind: "crowd" }) },
  { title: "6,000 session writes a second", request: runBody.parse({ kind: "load" }) },
];

/** Does the parts in turn and says how the worst of them went. */
async function showAll(): Promise<number> {
  const runs = [];
  for (const { title, request } of programme) {
    if (!json) console.log(`\n${title}`);
    const run = await doRun(request, json);
    if (!json) console.log(formatReceipt(run));
    runs.push(run);
    if (run.state !== "done" || !isRead()) break;
  }
  if (json) console.log(JSON.stringify(runs, null, 2));
  else console.log("\n`biglist` is still there to be looked at: LRANGE biglist 0 9");
  return Math.max(...runs.map(exitCodeOf));
}

try {
  process.exit(await withLabRedis(showAll));
} catch (error) {
  console.error(error instanceof LabError ? error.message : error);
  process.exit(2);
}
