import { type ParseArgsConfig, parseArgs } from "node:util";
import { describeNamedRedis, loadConfig, nameRedis } from "#lib/config.ts";
import { logToStandardError } from "#lib/log.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { findMissingPackages } from "#lib/redis/security/entra-id.ts";
import { findOtherProtocol } from "#lib/redis/security/other-protocol.ts";
import { explainTlsFailure } from "#lib/redis/security/tls.ts";
import { findPrivateUrl, type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { explainWrongServer, findWrongNode } from "#lib/redis/server/wrong-server.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { applyTerminalTimeouts } from "#lib/redis/timeouts.ts";
import type { Trouble } from "#lib/redis/trouble.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { checkData, explainDataProblem } from "#lib/upgrade/upgrade.ts";

/** What the commands for a terminal have in common: arguments, exit codes, the Redis of the store, a closed pipe. */

/** A problem that the person at the terminal can solve. Its message is printed without a stack. */
export class CommandError extends Error {
  override name = "CommandError";
  /** undefined: the one with which the command reports that it could not do its work */
  readonly exitCode: number | undefined;

  constructor(message: string, exitCode?: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Parses the arguments of a command. `--help` prints the usage and exits.
 * @throws CommandError with the usage when an argument is unknown or incomplete
 */
export function readArgs<T extends ParseArgsConfig>(usage: string, config: T, usageExitCode?: number) {
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

/** The exit code that an error carries, else the one given. */
export function exitCodeOfError(error: unknown, failureExitCode: number): number {
  const known = error instanceof Error && "exitCode" in error && typeof error.exitCode === "number";
  return known ? Number(error.exitCode) : failureExitCode;
}

/**
 * Whether the message says all that a person at the terminal needs: the error of a command, or one with an exit code.
 */
const isExpected = (error: unknown): error is Error => error instanceof Error && "exitCode" in error;

/**
 * Runs a command and exits with its exit code. Expected errors are printed without a stack, others with it.
 * @param failureExitCode for errors that have no exit code of their own
 */
export async function runCommand(main: () => Promise<number>, failureExitCode = 1): Promise<never> {
  // The command itself says what goes wrong; only errors that nobody expected are logged, beside its results.
  process.env.LOG_LEVEL ||= "error";
  logToStandardError();
  let exitCode: number;
  try {
    exitCode = await main();
  } catch (error) {
    console.error(isExpected(error) ? error.message : error);
    exitCode = exitCodeOfError(error, failureExitCode);
  }
  process.exit(exitCode);
}

/** The exit code of a command that Ctrl-C ended. */
const CANCELLED = 130;

/**
 * Does work that Ctrl-C cancels in order; a second one does not wait.
 * @param said on standard error when it was cancelled
 * @returns the exit code
 */
export async function runCancellable(said: string, work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const controller = new AbortController();
  let cancelledAt = 0;
  const cancel = () => {
    // One Ctrl-C arrives twice, from the terminal and from npm; a later one does not wait.
    if (cancelledAt > 0 && Date.now() - cancelledAt > 1000) process.exit(CANCELLED);
    cancelledAt ||= Date.now();
    controller.abort();
  };
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  try {
    await work(controller.signal);
    return 0;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    console.error(`\n${said}`);
    return CANCELLED;
  }
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

interface RedisOptions {
  /** whether a private server that does not run is started, for as long as the work takes */
  start?: boolean;
  /** for commands that check the data themselves: their version, and whether a restore was completed */
  anyData?: boolean;
}

/** Points REDIS_URL at the private server of the data directory, unless the environment configures a Redis. */
async function findRedis({ start = true }: RedisOptions): Promise<PrivateServer | null> {
  let config: ReturnType<typeof loadConfig>;
  try {
    config = loadConfig();
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
  const missing = await findMissingPackages();
  if (missing) throw new CommandError(missing);
  if (describeNamedRedis(config)) return null;
  const { DATA_DIR } = config;
  const fail = (error: unknown) => {
    throw new CommandError(messageOf(error));
  };
  const server = start ? await startPrivateServer(DATA_DIR).catch(fail) : null;
  const url = server?.url ?? (await findPrivateUrl(DATA_DIR));
  if (!url)
    throw new CommandError(`No Redis found: REDIS_URL is not set, and no store has been started in ${DATA_DIR}.
Start the store in another terminal with \`npm start\`, which runs its own Redis, or set REDIS_URL.`);
  if (server?.copyOf) console.error(`This is a copy of ${server.copyOf}: it has a Redis of its own now.`);
  nameRedis(url);
  return server;
}

/**
 * Does work with the Redis of the store: the one that the environment configures, else the private server of DATA_DIR.
 * @throws CommandError when there is none, it does not answer, or its data are of a newer version of the store
 */
export async function withStoreRedis<T>(work: () => Promise<T>, options: RedisOptions = {}): Promise<T> {
  stopOnClosedOutput();
  const server = await findRedis(options);
  try {
    applyTerminalTimeouts();
    await awaitRedis();
    const problem = options.anyData ? null : await checkData();
    if (problem) throw new CommandError(explainDataProblem(problem));
    return await work();
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
    const wrong = explainWrongServer(error) ?? (await findWrongNode());
    if (wrong) throw new CommandError(`The Redis of this command (${describeNamedRedis(loadConfig())}) ${wrong}.`);
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    const refusal = explainTlsFailure(error.cause) ?? (await findOtherProtocol());
    if (refusal) throw new CommandError(`Redis can't be reached (${describeNamedRedis(loadConfig())}): ${refusal}.`);
    if (error.trouble !== "away") {
      const others: Partial<Record<Trouble, string>> = {
        WRONGPASS: "refuses the user or the password",
        full: "takes no more connections",
      };
      throw new CommandError(
        `Redis ${others[error.trouble] ?? "refuses writes"} (${describeNamedRedis(loadConfig())}): ${why}`,
      );
    }
    throw new CommandError(`Redis does not answer (${describeNamedRedis(loadConfig())}): ${why}
Start the store with \`npm start\`, or check the address. The command can be repeated.`);
  } finally {
    await closeRedis();
    await server?.release();
  }
}
