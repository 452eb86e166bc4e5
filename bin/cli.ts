import { type ParseArgsConfig, parseArgs } from "node:util";
import { describeNamedRedis, loadConfig } from "#lib/config.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { type PrivateServer, readPrivateUrl, startPrivateServer } from "#lib/redis/private-server.ts";
import { applyTerminalTimeouts } from "#lib/redis/timeouts.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { awaitRedis } from "#lib/redis/work/retry.ts";

/** What the commands for a terminal have in common: arguments, exit codes, the Redis of the store, a closed pipe. */

/** A problem that the person at the terminal can solve. Its message is printed without a stack. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Parses the arguments of a command. `--help` prints the usage and exits.
 * @throws CommandError with the usage when an argument is unknown or incomplete
 */
export function readArgs<T extends ParseArgsConfig>(usage: string, config: T, usageExitCode = 1) {
  if (process.argv.slice(2).some((arg) => arg === "--help" || arg === "-h")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    throw new CommandError(`${messageOf(error)}\n\n${usage}`, usageExitCode);
  }
}

const hasExitCode = (error: unknown): error is Error & { exitCode: number } =>
  error instanceof Error && "exitCode" in error && typeof error.exitCode === "number";

/** Reports an error as a person at a terminal expects it. @returns the exit code */
export function reportError(error: unknown, exitCode = 1): number {
  if (hasExitCode(error)) {
    console.error(error.message);
    return error.exitCode;
  }
  console.error(error);
  return exitCode;
}

/** Runs a command and exits with its exit code. @param failureExitCode for errors that nobody expected */
export async function runCommand(main: () => Promise<number>, failureExitCode = 1): Promise<never> {
  let exitCode: number;
  try {
    exitCode = await main();
  } catch (error) {
    exitCode = reportError(error, failureExitCode);
  }
  process.exit(exitCode);
}

let outputOpen = true;
/** Whether anything still reads the standard output. */
export const isOutputOpen = (): boolean => outputOpen;

/** A reader that closes the pipe (`| head`) has seen enough. That is handled like Ctrl-C and is not an error. */
function stopOnClosedOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    outputOpen = false;
    process.emit("SIGTERM");
  });
}

/** Points REDIS_URL at the private server of the data directory, unless the environment configures a Redis. */
async function findRedis(start: boolean): Promise<PrivateServer | null> {
  let config: ReturnType<typeof loadConfig>;
  try {
    config = loadConfig();
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
  if (describeNamedRedis(config)) return null;
  const { DATA_DIR } = config;
  const fail = (error: unknown) => {
    throw new CommandError(messageOf(error));
  };
  const server = start ? await startPrivateServer(DATA_DIR).catch(fail) : null;
  const url = server?.url ?? readPrivateUrl(DATA_DIR);
  if (!url)
    throw new CommandError(`No Redis found: REDIS_URL is not set, and no store has been started in ${DATA_DIR}.
Start the store in another terminal with \`npm start\`, which runs its own Redis, or set REDIS_URL.`);
  process.env.REDIS_URL = url;
  return server;
}

/**
 * Does work with the Redis of the store: the one that the environment configures, else the private server of DATA_DIR.
 * @param start whether a private server that does not run is started, for as long as the work takes
 * @throws CommandError when there is none, or it does not answer
 */
export async function withStoreRedis<T>(work: () => Promise<T>, { start = true } = {}): Promise<T> {
  stopOnClosedOutput();
  const server = await findRedis(start);
  try {
    applyTerminalTimeouts();
    await awaitRedis();
    return await work();
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    throw new CommandError(`Redis does not answer (${describeNamedRedis(loadConfig())}): ${why}
Start the store with \`npm start\`, or check the address. The command can be repeated.`);
  } finally {
    await closeRedis();
    await server?.release();
  }
}
