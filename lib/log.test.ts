import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { captureLog } from "#test/capture-log.ts";
import { config } from "./config.ts";
import { logError, logEvent, loggedPath } from "./log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // Ends the minute of each event.
  vi.runAllTimers();
  vi.useRealTimers();
});

test("ASVS 16.2.1, 16.2.2: an entry is a line of JSON with its time in UTC, level, process and event", () => {
  const lines = captureLog();
  vi.setSystemTime("2026-05-04T03:02:01Z");
  logEvent("info", "sign-in", { who: "7" });
  expect(lines).toEqual([
    { time: "2026-05-04T03:02:01.000Z", level: "info", pid: process.pid, event: "sign-in", who: "7" },
  ]);
});

test("ASVS 16.4.1: line breaks in what is logged make no second entry", () => {
  captureLog();
  logEvent("warn", "refused", { path: '/x\n{"event":"sign-in"}\r\n\u2028' });
  const [text] = vi.mocked(process.stdout.write).mock.calls[0] ?? [];
  expect(String(text).split(/[\r\n]/)).toEqual([expect.stringContaining("refused"), ""]);
});

test("an error has its name, message and stack, and its cause in words; anything else that is thrown is text", () => {
  const lines = captureLog();
  logError("request-failed", new TypeError("no such field", { cause: new Error("why") }), { path: "/api/cart" });
  logError("request-failed", "thrown text");
  expect(lines).toMatchObject([
    {
      level: "error",
      path: "/api/cart",
      error: { name: "TypeError", message: "no such field", cause: "Error: why", stack: expect.stringMatching(/ at /) },
    },
    { error: { name: "string", message: "thrown text" } },
  ]);
});

test("LOG_LEVEL leaves out what is less urgent", () => {
  const lines = captureLog();
  config().LOG_LEVEL = "warn";
  logEvent("info", "sign-in", {});
  logEvent("warn", "refused", {});
  logError("request-failed", new Error("x"));
  expect(lines.map(({ event }) => event)).toEqual(["refused", "request-failed"]);
});

test("nobody floods the log: 60 lines a minute of a warning or an error, then how many were left out", () => {
  const lines = captureLog();
  const count = (event: string) => lines.filter((line) => line.event === event).length;
  for (let i = 0; i < 1000; i++) {
    logEvent("warn", "refused", {});
    logError("request-failed", new Error("x"));
  }
  logEvent("warn", "rate-limited", {});
  expect([count("refused"), count("request-failed"), count("rate-limited"), count("left-out")]).toEqual([60, 60, 1, 0]);

  vi.advanceTimersByTime(60_000);
  expect(lines.filter(({ event }) => event === "left-out")).toMatchObject([
    { level: "warn", of: "refused", lines: "940" },
    { level: "warn", of: "request-failed", lines: "940" },
  ]);

  logEvent("warn", "refused", {});
  expect(count("refused")).toBe(61);
  vi.advanceTimersByTime(60_000);
  expect(count("left-out")).toBe(2);
});

test("what users and operators do is never left out", () => {
  const lines = captureLog();
  for (let i = 0; i < 100; i++) logEvent("info", "sign-in", {});
  expect(lines).toHaveLength(100);
});

test("a path is logged without its query and not at any length", () => {
  expect(loggedPath("/register?next=/account&token=secret")).toBe("/register");
  expect(loggedPath(`/${"x".repeat(10_000)}`)).toHaveLength(200);
});
