import { onTestFinished, vi } from "vitest";
import { z } from "zod";
import { config } from "#lib/config.ts";

const line = z.looseObject({ time: z.iso.datetime(), level: z.string(), pid: z.int(), event: z.string() });
export type LogLine = z.output<typeof line>;

/** Collects what this process logs, at every level and in place of writing it, until the test ends. */
export function captureLog(): readonly LogLine[] {
  const lines: LogLine[] = [];
  const { LOG_LEVEL } = config();
  config().LOG_LEVEL = "debug";
  const written = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(line.parse(JSON.parse(String(text))));
    return true;
  });
  onTestFinished(() => {
    written.mockRestore();
    config().LOG_LEVEL = LOG_LEVEL;
  });
  return lines;
}
