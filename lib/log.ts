import { config } from "./config.ts";

/** From the least to the most urgent. */
const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Writes a line of JSON to standard output, unless LOG_LEVEL is above its level. Never with secrets, names or bodies. */
export function logEvent(level: LogLevel, event: string, fields: Readonly<Record<string, string>>): void {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(config().LOG_LEVEL)) return;
  const line = { time: new Date().toISOString(), level, pid: process.pid, event, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
