import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesce } from "./coalesce.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("B5: a thousand calls in a second for one name do it a few times, and once more after the last", () => {
  const done: string[] = [];
  const call = coalesce((name) => done.push(name), { burst: 5, everyMs: 250 });
  for (let i = 0; i < 1000; i++) {
    call("hot");
    vi.advanceTimersByTime(1);
  }
  expect(done.length).toBeGreaterThanOrEqual(8);
  expect(done.length).toBeLessThanOrEqual(10);
  const before = done.length;
  call("hot");
  vi.advanceTimersByTime(250);
  expect(done.length).toBe(before + 1);
  // Nothing is left to do; and another name has not waited.
  vi.advanceTimersByTime(5000);
  expect(done.length).toBe(before + 1);
  call("other");
  expect(done.at(-1)).toBe("other");
});

test("B5: the first few calls after a quiet time take effect at once", () => {
  const done: string[] = [];
  const call = coalesce((name) => done.push(name), { burst: 5, everyMs: 250 });
  for (let i = 0; i < 5; i++) call("one");
  expect(done).toHaveLength(5);
  call("one");
  expect(done).toHaveLength(5);
  vi.advanceTimersByTime(2000);
  for (let i = 0; i < 5; i++) call("one");
  expect(done).toHaveLength(11);
});
