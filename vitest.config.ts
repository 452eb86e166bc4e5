import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,bin,app,components,bench,test}/**/*.test.{ts,tsx}"],
    // The tests cause events on purpose.
    env: { LOG_LEVEL: "error" },
    // A file is the unit of isolation: it has a Redis server of its own.
    pool: "forks",
    // More than twice the cores of a small machine: many tests wait, for processes to start and for time to pass.
    maxWorkers: 5,
    // Only a hang reaches these: on a busy machine a test may take twenty times as long as on a quiet one.
    // `npm run test:faults` repeats in each test what `npm test` does once.
    testTimeout: process.env.FAULTS === "full" ? 3_600_000 : 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 60_000,
  },
});
