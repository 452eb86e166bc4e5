import { onTestFinished } from "vitest";
import { z } from "zod";
import { divertLog, type LogLevel } from "#lib/log.ts";

const line = z.looseObject({ time: z.iso.datetime(), level: z.string(), pid: z.int(), event: z.string() });
export type LogLine = z.output<typeof line>;

/** Collects what this process logs, in place of writing it, until the test ends. @param level the least urgent one */
export function captureLog(level: LogLevel = "debug"): readonly LogLine[] {
  const lines: LogLine[] = [];
  onTestFinished(divertLog((text) => lines.push(line.parse(JSON.parse(text))), level));
  return lines;
}
