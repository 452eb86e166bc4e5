import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { captureLog } from "#test/capture-log.ts";
import { divertLog, logError, logEvent, loggedPath, logRequest } from "./log.ts";
import { CurrentRequest, runRequest } from "./process/current-request.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // Ends the time in which lines are counted.
  vi.advanceTimersByTime(60_000);
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
  const written: string[] = [];
  const restore = divertLog((text) => written.push(text));
  logEvent("warn", "refused", { path: '/x\n{"event":"sign-in"}\r\n\u2028' });
  restore();
  expect(written.join("").split(/[\r\n]/)).toEqual([expect.stringContaining("refused"), ""]);
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
  const lines = captureLog("warn");
  logEvent("info", "sign-in", {});
  logEvent("warn", "refused", {});
  logError("request-failed", new Error("x"));
  expect(lines.map(({ event }) => event)).toEqual(["refused", "request-failed"]);
});

test("nobody floods the log: ten lines of a kind at once, then one a second, and how many were left out", () => {
  const lines = captureLog();
  const count = (event: string) => lines.filter((line) => line.event === event).length;
  for (let i = 0; i < 1000; i++) {
    logEvent("warn", "refused", {});
    logError("request-failed", new Error("x"));
  }
  logEvent("warn", "rate-limited", {});
  expect([count("refused"), count("request-failed"), count("rate-limited"), count("left-out")]).toEqual([10, 10, 1, 0]);

  vi.advanceTimersByTime(10_000);
  expect(lines.filter(({ event }) => event === "left-out")).toMatchObject([
    { level: "warn", of: "refused", lines: "990" },
    { level: "warn", of: "request-failed", lines: "990" },
  ]);
  // A steady flood: one a second.
  for (let i = 0; i < 100; i++) logEvent("warn", "refused", {});
  expect(count("refused")).toBe(20);
  for (let second = 0; second < 20; second++) {
    vi.advanceTimersByTime(1000);
    for (let i = 0; i < 5; i++) logEvent("warn", "refused", {});
  }
  expect(count("refused")).toBe(40);
  vi.advanceTimersByTime(60_000);
  const leftOut = lines.filter(({ event, of }) => event === "left-out" && of === "refused");
  expect(leftOut.reduce((sum, line) => sum + Number(line.lines), count("refused"))).toBe(1000 + 100 + 100);
});

test("what users and operators do is never left out", () => {
  const lines = captureLog();
  for (let i = 0; i < 100; i++) logEvent("info", "sign-in", {});
  expect(lines).toHaveLength(100);
});

test("a request that failed is bounded for each status and reason; any other is never left out", () => {
  const lines = captureLog();
  const answer = (status: number, trouble?: string) => {
    const request = new CurrentRequest("an-id-of-a-proxy");
    request.trouble = trouble;
    logRequest(request, "GET", status, true);
  };
  for (let i = 0; i < 50; i++) {
    answer(200);
    answer(500);
    answer(503, "away");
    answer(503, "OOM");
  }
  const count = (status: number, trouble?: string) =>
    lines.filter((line) => line.status === status && line.trouble === trouble).length;
  expect([count(200), count(500), count(503, "away"), count(503, "OOM")]).toEqual([50, 10, 10, 10]);
  expect(lines.find(({ status }) => status === 500)).toMatchObject({ level: "error" });
  expect(lines.find(({ status }) => status === 503)).toMatchObject({ level: "warn" });
  vi.advanceTimersByTime(10_000);
  const leftOut = lines.filter(({ event }) => event === "left-out").map(({ of, lines }) => [of, lines]);
  expect(leftOut).toEqual([
    ["request 500", "40"],
    ["request 503 away", "40"],
    ["request 503 OOM", "40"],
  ]);
});

test("what is logged while a request is answered has its id; what happens later has not", () => {
  const lines = captureLog();
  const request = new CurrentRequest("an-id-of-a-proxy");
  runRequest(request, () => {
    logEvent("info", "sign-in", {});
    logRequest(request, "GET", 200, true);
    logEvent("info", "sign-out", {});
  });
  expect(lines.map(({ event, request }) => [event, request])).toEqual([
    ["sign-in", "an-id-of-a-proxy"],
    ["request", "an-id-of-a-proxy"],
    ["sign-out", undefined],
  ]);
});

test("a path is logged without its query and not at any length", () => {
  expect(loggedPath("/register?next=/account&token=secret")).toBe("/register");
  expect(loggedPath(`/${"x".repeat(10_000)}`)).toHaveLength(200);
});

test.each([
  ["exits", "process.exit(3)"],
  ["fails", 'throw new Error("on purpose")'],
])("lines that wait in memory are written when the process %s", async (_, end) => {
  const url = JSON.stringify(new URL("log.ts", import.meta.url).href);
  const program = `const log = await import(${url}); log.bufferLog();
for (let i = 0; i < 100; i++) log.logEvent("info", "sign-in", { who: String(i) }); ${end};`;
  const env = { ...process.env, LOG_LEVEL: "info" };
  const args = ["--input-type=module", "--eval", program];
  const run = promisify(execFile)(process.execPath, args, { env });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const lines = stdout.trim().split("\n");
  // The last ones may overtake those that another thread was writing.
  const who = lines.map((line) => Number((JSON.parse(line) as { who: string }).who)).sort((a, b) => a - b);
  expect(who).toEqual(Array.from({ length: 100 }, (_, i) => i));
});
