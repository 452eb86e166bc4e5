import { threadId } from "node:worker_threads";
import { config } from "./config.ts";
import { processWide } from "./process-wide.ts";

/** From the least to the most urgent. */
const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/**
 * Lines of one warning or error that a process writes in a minute: anybody can cause most of them, as often as they
 * like. What users and operators do (info) is never left out.
 */
const MAX_LINES = 60;
const MINUTE_MS = 60_000;

/** Where lines go, and how many of each event there were in the minute that began with the first. */
const state = processWide("log", () => ({
  stream: process.stdout as NodeJS.WritableStream,
  counts: new Map<string, number>(),
}));

/** For processes whose standard output is a result, or read by nobody. */
export function logToStandardError(): void {
  state.stream = process.stderr;
}

type Fields = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

function write(level: LogLevel, event: string, fields: Fields): void {
  const thread = threadId > 0 ? { thread: threadId } : {};
  const line = { time: new Date().toISOString(), level, pid: process.pid, ...thread, event, ...fields };
  state.stream.write(`${JSON.stringify(line)}\n`);
}

function endMinute(event: string): void {
  const leftOut = (state.counts.get(event) ?? 0) - MAX_LINES;
  state.counts.delete(event);
  if (leftOut > 0) write("warn", "left-out", { of: event, lines: String(leftOut) });
}

/** Counts a line. @returns whether there were too many of its event within a minute */
function isTooMany(event: string): boolean {
  const count = (state.counts.get(event) ?? 0) + 1;
  state.counts.set(event, count);
  if (count === 1) setTimeout(endMinute, MINUTE_MS, event).unref();
  return count > MAX_LINES;
}

function log(level: LogLevel, event: string, fields: Fields): void {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(config().LOG_LEVEL)) return;
  const isBounded = level === "warn" || level === "error";
  if (!isBounded || !isTooMany(event)) write(level, event, fields);
}

/**
 * Writes a line of JSON to the log, unless LOG_LEVEL is above its level. Of a warning at most 60 lines a minute and
 * process; then one says how many were left out. Never with secrets, names, bodies, cookies or query strings.
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
