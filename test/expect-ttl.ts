import { expect } from "vitest";

/** The longest that a busy machine suspends a test, in seconds. */
const SUSPENDED_SECONDS = 240;

/** Expects a TTL that has been set just now. */
export function expectFullTtl(ttl: number, seconds: number): void {
  expect(ttl).toBeLessThanOrEqual(seconds);
  expect(ttl).toBeGreaterThan(seconds - SUSPENDED_SECONDS);
}
