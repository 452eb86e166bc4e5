import { timeouts } from "#lib/redis/timeouts.ts";

const REQUEST_TIMEOUTS = { ...timeouts };
/** On a busy machine a process may be suspended for seconds. Only one that hangs reaches these. */
const LONG_TIMEOUTS = { deadlineMs: 120_000, silenceMs: 120_000, graceMs: 120_000, socketMs: 120_000 };

const PRELOAD = `--import ${new URL("programs/preload-long-timeouts.ts", import.meta.url).href}`;

/**
 * For tests that are not about outages: this process waits long for Redis.
 * @param options `inChildren`: so do the processes that it starts from now on
 */
export function setLongTimeouts({ inChildren = true } = {}): void {
  Object.assign(timeouts, LONG_TIMEOUTS);
  if (inChildren) process.env.NODE_OPTIONS = PRELOAD;
  else delete process.env.NODE_OPTIONS;
}

/** Restores the timeouts of a request, here and for the processes that are started from now on. */
export function setRequestTimeouts(): void {
  Object.assign(timeouts, REQUEST_TIMEOUTS);
  delete process.env.NODE_OPTIONS;
}
