import type { APIRequestContext } from "@playwright/test";
import { expect } from "./test.ts";

/**
 * What other programs on the machine add to a time limit, in milliseconds: ten times what a reply takes that needs no
 * Redis. On a quiet machine this is next to nothing.
 */
export async function measureBusyness(context: APIRequestContext): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < 10; i++) expect((await context.get("/api/health/live")).status()).toBe(200);
  return performance.now() - started;
}
