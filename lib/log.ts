import { threadId } from "node:worker_threads";
import pino, { type DestinationStream, type Logger } from "pino";
import { config } from "./config.ts";
import { countRequest } from "./process/counters/counters.ts";
import { type CurrentRequest, currentRequest } from "./process/current-request.ts";
import { processWide } from "./process/process-wide.ts";

/** From the least to the most urgent. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * Of one kind of warnings or errors a process writes so many lines at once, then one a second: anybody can cause most of
 * them, as often as they like. What users and operators do (info) is never left out.
 */
const BURST = 10;
const PER_SECOND = 1;
/** How often the log says how many lines were left out, in milliseconds. */
const REPORT_EVERY_MS = 10_000;

/** Lines wait in memory until there are so many bytes, or so long. */
const BUFFER_BYTES = 15_000;
const FLUSH_EVERY_MS = 100;
/** What may wait while nobody reads the log, in bytes; more is dropped, rather than fill the memory. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

interface Kind {
  /** lines that may be written now */
  tokens: number;
  at: number;
  leftOut: number;
}

/** Where lines go, and what writes them there. */
interface Output {
  logger: Logger;
  destination: DestinationStream;
}

const state = processWide("log", () => ({
  output: null as Output | null,
  /** standard output, or standard error */
  fd: 1,
  kinds: new Map<string, Kind>(),
}));

let second = 0;
let untilSecond = "";

/** The time of a line, in UTC, as pino wants it. Its own function takes as long as the rest of a line. */
function timestamp(): string {
  const now = Date.now();
  const [nowSecond, ms] = [Math.floor(now / 1000), now % 1000];
  if (nowSecond !== second) {
    second = nowSecond;
    untilSecond = new Date(now).toISOString().slice(0, -"000Z".length);
  }
  return `,"time":"${untilSecond}${ms < 100 ? (ms < 10 ? "00" : "0") : ""}${ms}Z"`;
}

function makeOutput(destination: DestinationStream, level: LogLevel): Output {
  const options = {
    level,
    base: { pid: process.pid, ...(threadId > 0 && { thread: threadId }) },
    timestamp,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return { logger: pino(options, destination), destination };
}

/** Each line is written at once until something else is asked for. */
function output(): Output {
  state.output ??= makeOutput(pino.destination({ fd: state.fd, sync: true }), config().LOG_LEVEL);
  return state.output;
}

/**
 * For processes whose standard output is a result, or read by nobody. The environment is looked at when there is a line:
 * whoever says what is wrong with it calls this first.
 */
export function logToStandardError(): void {
  state.fd = 2;
  state.output = null;
}

/**
 * For processes that write a line for each request: lines are written together, and by another thread. What waits is
 * written when the process exits; if it is killed, the lines of its last 100 ms are lost.
 */
export function bufferLog(): void {
  const destination = pino.destination({
    ...{ fd: 1, sync: false, minLength: BUFFER_BYTES },
    ...{ maxLength: MAX_WAITING_BYTES, periodicFlush: FLUSH_EVERY_MS },
  });
  process.on("exit", () => destination.flushSync());
  state.output = makeOutput(destination, config().LOG_LEVEL);
}

/** For tests: begins to count lines anew. @param write gets each line. @returns a function that undoes it */
export function divertLog(write: (line: string) => void, level: LogLevel = "debug"): () => void {
  const before = state.output;
  state.output = makeOutput({ write }, level);
  state.kinds.clear();
  return () => {
    state.output = before;
  };
}

function reportLeftOut(kind: string, of: Kind): void {
  output().logger.warn({ event: "left-out", of: kind, lines: String(of.leftOut) });
  of.leftOut = 0;
}

/** Counts a line of a kind. @returns whether it has to be left out */
function isTooMany(name: string): boolean {
  const now = performance.now();
  const kind = state.kinds.get(name) ?? { tokens: BURST, at: now, leftOut: 0 };
  state.kinds.set(name, kind);
  kind.tokens = Math.min(BURST, kind.tokens + ((now - kind.at) / 1000) * PER_SECOND);
  kind.at = now;
  if (kind.tokens >= 1) {
    kind.tokens -= 1;
    return false;
  }
  if (kind.leftOut++ === 0) setTimeout(reportLeftOut, REPORT_EVERY_MS, name, kind).unref();
  return true;
}

type Fields = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

function log(level: LogLevel, event: string, fields: Fields): void {
  const { logger } = output();
  if (!logger.isLevelEnabled(level)) return;
  if ((level === "warn" || level === "error") && isTooMany(event)) return;
  const request = currentRequest();
  logger[level]({ event, ...(request && !request.hasEnded && { request: request.id }), ...fields });
}

/**
 * Writes a line of JSON to the log, unless LOG_LEVEL is above its level; with the id of the request for which this code
 * runs. Of one warning at most ten lines at once and then one a second; others are counted. Never with secrets, names,
 * bodies, cookies or query strings.
 */
export function logEvent(
  level: Exclude<LogLevel, "error">,
  event: string,
  fields: Readonly<Record<string, string>>,
): void {
  log(level, event, fields);
}

/** The longest path that is logged, in characters. */
const MAX_PATH = 200;

/** A path as it is logged: cut, and without the query, which may be secret. */
export function loggedPath(target: string): string {
  return target.split("?", 1)[0]?.slice(0, MAX_PATH) ?? "";
}

function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, stack = "", cause } = error;
  return { name, message, stack, ...(cause instanceof Error && { cause: `${cause.name}: ${cause.message}` }) };
}

/**
 * Writes an error that nobody expected as a line of JSON, with name, message and stack. Bounded like {@link logEvent}.
 */
export function logError(event: string, error: unknown, fields: Readonly<Record<string, string>> = {}): void {
  log("error", event, { ...fields, error: describeError(error) });
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;

function levelOf({ isFile }: CurrentRequest, status: number): LogLevel {
  if (status >= 500) return status === 503 ? "warn" : "error";
  return isFile && status < 400 ? "debug" : "info";
}

/** Patterns of addresses as JSON: there are some hundred. */
const quotedRoutes = new Map<string, string>();

function quote(route: string): string {
  const quoted = quotedRoutes.get(route) ?? JSON.stringify(route);
  quotedRoutes.set(route, quoted);
  return quoted;
}

/**
 * Counts a request that was answered, and writes its line. Those that failed (5xx) are bounded like {@link logEvent}, for each
 * status and reason; others are never left out. The line looks as pino would write it, in a third of the time: nothing in
 * it but the route has to be escaped.
 * @param method as Node.js knows it
 * @param isComplete whether the client got the whole reply
 */
export function logRequest(request: CurrentRequest, method: string, status: number, isComplete: boolean): void {
  request.hasEnded = true;
  const ms = request.ms;
  countRequest(request.isFile ? "(file)" : request.route, method, status, ms, request.roundTrips);
  const { logger, destination } = output();
  const level = levelOf(request, status);
  if (!logger.isLevelEnabled(level)) return;
  const { id, route, trouble, roundTrips } = request;
  if (status >= 500 && isTooMany(trouble ? `request ${status} ${trouble}` : `request ${status}`)) return;
  const what = `"request":"${id}","method":"${method}","route":${quote(route)},"status":${status}`;
  const times = `"ms":${tenths(ms)},"redisMs":${tenths(request.redisMs)},"roundTrips":${roundTrips}`;
  const more = `${trouble ? `,"trouble":"${trouble}"` : ""}${isComplete ? "" : ',"aborted":true'}`;
  destination.write(
    `{"level":"${level}"${timestamp()},"pid":${process.pid},"event":"request",${what},${times}${more}}\n`,
  );
}
