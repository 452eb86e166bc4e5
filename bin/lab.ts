import { parseArgs } from "node:util";
import { formatReceipt } from "#lib/lab/report/receipt.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { type RunRequest, runBody, runKinds } from "#lib/lab/runs/schema.ts";
import { doRun, EXIT_CODES, exitCodeOf, LabError, withLabRedis } from "#lib/lab/terminal.ts";

/** `npm run lab -- <kind> [--name value …] [--json]`: a laboratory run from a terminal. */

const USAGE = `npm run lab -- <kind> [options] [--json]

  pipeline  --count 10000 --mode all|sequential|auto|pipeline|variadic
  load      --rate 6000 --seconds 10 [--sessions 10000] [--limit-ms 5] [--find-limit]
  browse    --views 100 [--url http://localhost:3000]
  crowd     --shoppers 50 --views 30 [--url http://localhost:3000]
  bulk      --count 1000000 --shards 4 --workers 2 --structure list|stream
  compare   --seconds 16 [--concurrency 32]

Exit code: 0 the run achieved its target (load: with p99 within --limit-ms, if given), 1 it did not, 2 it failed,
64 it could not be started, 130 it was cancelled.
REDIS_URL or REDIS_SENTINEL names the Redis; without them the project's private server is used, and started if needed.
REDIS_CLUSTER=host:port,… spreads the keys of bulk over the primaries of a cluster; the run itself is stored at REDIS_URL.
DATABASE_URL=postgres://… is the database of compare; without it a server is started, and removed afterwards.`;

const OPTIONS =
  "count mode rate seconds sessions limit-ms views shoppers url shards workers structure concurrency".split(" ");

/** "find-limit" → "findLimit", and back. */
const toParam = (option: string) => option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const toOption = (param: string) => param.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The arguments as the body of a request; numbers are converted. */
function readRequest(args: string[]): { request: RunRequest; json: boolean } | { usage: string } {
  const [kind = "", ...rest] = args;
  if (!runKinds.some((known) => known === kind)) return { usage: kind ? `Unknown kind "${kind}".\n\n${USAGE}` : USAGE };
  const text = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }] as const));
  const flags = { json: { type: "boolean" }, "find-limit": { type: "boolean" } } as const;
  try {
    const { values } = parseArgs({ args: rest, options: { ...text, ...flags } });
    const { json = false, ...options } = values;
    const params = Object.entries(options).map(([option, value]) => [
      toParam(option),
      /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value,
    ]);
    const parsed = runBody.safeParse({ kind, ...Object.fromEntries(params) });
    if (parsed.success) return { request: parsed.data, json: json === true };
    return {
      usage: parsed.error.issues.map((issue) => `--${toOption(issue.path.join("."))}: ${issue.message}`).join("\n"),
    };
  } catch (error) {
    return { usage: `${error instanceof Error ? error.message : error}\n\n${USAGE}` };
  }
}

if (["--help", "-h", "help"].includes(process.argv[2] ?? "")) {
  console.log(USAGE);
  process.exit(0);
}
const read = readRequest(process.argv.slice(2));
if ("usage" in read) {
  console.error(read.usage);
  process.exit(EXIT_CODES.notStarted);
}
const { request, json } = read;
try {
  const run = toPublicRun(await withLabRedis(() => doRun(request, json)));
  console.log(json ? JSON.stringify(run, null, 2) : formatReceipt(run));
  process.exit(exitCodeOf(run));
} catch (error) {
  if (json) console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  else console.error(error instanceof LabError ? error.message : error);
  process.exit(error instanceof LabError ? error.exitCode : EXIT_CODES.notStarted);
}
