import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { captureLog } from "#test/capture-log.ts";
import { eventStream } from "./event-stream.ts";

let now = 0;
beforeEach(() => {
  now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** A stream with one event a turn, turn by turn. */
function start(isAdmitted: () => Promise<boolean>) {
  let polls = 0;
  const poll = async () => ({ events: [{ event: "poll", data: ++polls }] });
  const { body } = eventStream({ signal: new AbortController().signal, everyMs: 1, isAdmitted, poll });
  if (typeof body === "string" || body === null) throw new Error("A stream has pieces");
  const iterator = body[Symbol.asyncIterator]();
  return { next: async () => (await iterator.next()).value, polls: () => polls };
}

test("a stream of events asks every two seconds whether its visitor is still admitted, and ends if not", async () => {
  const isAdmitted = vi.fn(async () => true);
  const { next } = start(isAdmitted);
  expect(await next()).toContain("retry");
  for (const turn of [1, 2]) expect(await next()).toContain(`data: ${turn}`);
  expect(isAdmitted).not.toHaveBeenCalled();
  now += 2001;
  for (const turn of [3, 4]) expect(await next()).toContain(`data: ${turn}`);
  expect(isAdmitted).toHaveBeenCalledTimes(1);
  isAdmitted.mockResolvedValue(false);
  now += 2001;
  expect(await next()).toBeUndefined();
});

test("a stream of events sends nothing while nobody knows whether its visitor is admitted, then goes on or ends", async () => {
  for (const later of [true, false]) {
    let asked = 0;
    const { next, polls } = start(async () => {
      if (++asked < 20) throw new RedisUnavailableError();
      return later;
    });
    await next();
    await next();
    now += 2001;
    const piece = await next();
    expect(asked).toBe(20);
    expect(piece).toEqual(later ? expect.stringContaining("data: 2") : undefined);
    expect(polls()).toBe(later ? 2 : 1);
  }
});

test("a stream of events ends when its visitor can't be checked for another reason than Redis being away", async () => {
  const log = captureLog();
  const { next } = start(async () => {
    throw new Error("WRONGTYPE Operation against a key holding the wrong kind of value");
  });
  await next();
  await next();
  now += 2001;
  expect(await next()).toBeUndefined();
  expect(log).toMatchObject([
    { event: "event-stream-failed", error: { message: expect.stringMatching(/^WRONGTYPE/) } },
  ]);
});
