import { formatReceipt } from "#lib/lab/report/receipt.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { type RunRequest, runBody } from "#lib/lab/runs/schema.ts";
import { doRun, EXIT_CODES, exitCodeOf } from "#lib/lab/terminal.ts";
import { isOutputOpen, readArgs, runCommand, withStoreRedis } from "./support/cli.ts";

/** `npm run demo [--json]`: the demonstrations of the two documents, one after another, in under a minute. */

const USAGE = `npm run demo -- [--json]

The demonstrations of the two documents, one after another, in under a minute. Exit code: 0 all achieved their target,
1 some did not, 2 one failed. REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL names the Redis; without them the project's
private server is used, and started if needed.`;

const json = process.argv.includes("--json");
const demonstrations: { title: string; request: RunRequest }[] = [
  {
    title: "Server A inserts 1 to 10,000 into `biglist`, Server B reads them back in reverse, with four methods",
    request: runBody.parse({ kind: "pipeline" }),
  },
  { title: "One shopper, 100 page views", request: runBody.parse({ kind: "browse" }) },
  { title: "50 shoppers at once, 30 page views each", request: runBody.parse({ kind: "crowd" }) },
  { title: "6,000 session writes per second", request: runBody.parse({ kind: "load" }) },
];

/** Runs all demonstrations in turn. @returns the exit code of the worst one */
async function runAll(): Promise<number> {
  const runs = [];
  for (const { title, request } of demonstrations) {
    if (!json) console.log(`\n${title}`);
    const run = toPublicRun(await doRun(request, json));
    if (!json) console.log(formatReceipt(run));
    runs.push(run);
    if (run.state !== "done" || !isOutputOpen()) break;
  }
  if (json) console.log(JSON.stringify(runs, null, 2));
  else console.log("\n`biglist` is kept for inspection: LRANGE biglist 0 9");
  return Math.max(...runs.map(exitCodeOf));
}

await runCommand(async () => {
  readArgs(USAGE, { options: { json: { type: "boolean", default: false } } }, EXIT_CODES.notStarted);
  return withStoreRedis(runAll);
}, EXIT_CODES.failed);
