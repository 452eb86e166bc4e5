import { expect, test, vi } from "vitest";
import { setUpRedis } from "../testing/redis.ts";
import { finish } from "./testing.ts";

// Each run starts processes, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

setUpRedis();

test("compare: four operations, both durable settings, claims beside what was measured", {
  timeout: 90_000,
}, async () => {
  const run = await finish({ kind: "compare", seconds: 1, concurrency: 4 });
  expect(run.error).toBeNull();
  expect(run.result?.table?.map((row) => [row.operation, row.setting])).toEqual(
    ["session lookup", "session update", "cart add", "user lookup"].flatMap((operation) => [
      [operation, "relaxed"],
      [operation, "durable"],
    ]),
  );
  for (const row of run.result?.table ?? []) {
    expect(row.redisPerSecond).toBeGreaterThan(0);
    expect(row.postgresPerSecond).toBeGreaterThan(0);
  }
  expect(run.result?.figures?.ratio).toBeGreaterThan(0);
});
