import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,bin,app,components,bench,test}/**/*.test.{ts,tsx}"],
    // A file is the unit of isolation: it has a Redis server of its own.
    pool: "forks",
    maxWorkers: 2,
    // A shared machine stalls now and then for longer than a command to Redis may take (1 s): that is no finding.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
