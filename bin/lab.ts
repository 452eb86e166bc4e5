import { formatReceipt } from "#lib/lab/report/receipt.ts";
import { toPublicRun } from "#lib/lab/runs/run.ts";
import { type RunRequest, runBody, runKinds } from "#lib/lab/runs/schema.ts";
import { doRun, EXIT_CODES, exitCodeOf } from "#lib/lab/terminal.ts";
import { CommandError, exitCodeOfError, messageOf, readArgs, runCommand, withStoreRedis } from "./support/cli.ts";

/** `npm run lab -- <kind> [--name value …] [--json]`: a laboratory run from a terminal. */

const USAGE = `npm run lab -- <kind> [options] [--json]

  pipeline  --count 10000 --mode all|sequential|auto|pipeline|variadic
  load      --rate 6000 --seconds 10 [--via redis|http] [--url …] [--sessions 10000] [--limit-ms 5] [--find-limit]
  sale      --shoppers 1000 --units 100 [--via domain|http] [--url …]
  browse    --views 100 [--url http://localhost:3000]
  crowd     --shoppers 50 --views 30 [--url http://localhost:3000]
  bulk      --count 1000000 --shards 4 --workers 2 --structure list|stream
  compare   --seconds 16 [--concurrency 32]

Exit code: 0 the run achieved its target (load: with p99 within --limit-ms, if given), 1 it did not, 2 it failed,
64 it could not be started, 130 it was cancelled.
REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL names the Redis; without them the project's private server is used, and
started if needed. Beside REDIS_URL, REDIS_CLUSTER=host:port,… spreads the keys of bulk over the primaries of a cluster.
Via http a store must run: that of DATA_DIR, or the one at --url.
DATABASE_URL=postgres://… is the database of compare; without it a server is started, and removed afterwards.`;

const OPTIONS =
  "count mode rate seconds via sessions limit-ms views shoppers units url shards workers structure concurrency".split(
    " ",
  );

/** "find-limit" → "findLimit", and back. */
const toParam = (option: string) => option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const toOption = (param: string) => param.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The arguments as the body of a request; numbers are converted. @throws CommandError with what is wrong with them */
function readRequest(): RunRequest {
  const text = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }] as const));
  const flags = { json: { type: "boolean" }, "find-limit": { type: "boolean" } } as const;
  const config = { allowPositionals: true, options: { ...text, ...flags } } as const;
  const { values, positionals } = readArgs(USAGE, config, EXIT_CODES.notStarted);
  const [kind = "", extra] = positionals;
  if (kind === "help") {
    console.log(USAGE);
    process.exit(0);
  }
  if (!runKinds.some((known) => known === kind))
    throw new CommandError(kind ? `Unknown kind "${kind}".\n\n${USAGE}` : USAGE, EXIT_CODES.notStarted);
  if (extra !== undefined) throw new CommandError(`Unexpected argument "${extra}".\n\n${USAGE}`, EXIT_CODES.notStarted);
  const { json: _, ...options } = values;
  const params = Object.entries(options).map(([option, value]) => [
    toParam(option),
    /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value,
  ]);
  const parsed = runBody.safeParse({ kind, ...Object.fromEntries(params) });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `--${toOption(issue.path.join("."))}: ${issue.message}`);
  throw new CommandError(problems.join("\n"), EXIT_CODES.notStarted);
}

const json = process.argv.includes("--json");
await runCommand(async () => {
  const request = readRequest();
  try {
    const run = toPublicRun(await withStoreRedis(() => doRun(request, json)));
    console.log(json ? JSON.stringify(run, null, 2) : formatReceipt(run));
    return exitCodeOf(run);
  } catch (error) {
    if (!json) throw error;
    console.log(JSON.stringify({ error: messageOf(error) }));
    return exitCodeOfError(error, EXIT_CODES.notStarted);
  }
}, EXIT_CODES.notStarted);
