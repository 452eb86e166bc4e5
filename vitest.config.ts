import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,bin,app,components}/**/*.test.{ts,tsx}"],
    // A file is the unit of isolation: it has a Redis server of its own.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
