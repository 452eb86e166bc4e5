import { expect, test } from "vitest";
import type { PublicRun } from "#lib/lab/runs/run.ts";
import { exampleRun } from "#test/lab-examples.ts";
import { compareLayers, newestOfLayers } from "./load-layers.ts";

const result = exampleRun.result;
const run = (via: string, change: Partial<PublicRun> = {}): PublicRun => ({
  ...exampleRun,
  params: { ...exampleRun.params, via },
  ...change,
});

test("the newest load of each layer that was finished, side by side", () => {
  const http = run("http", { id: "b".repeat(12), result: result && { ...result, figures: { processes: 2 } } });
  const cancelled = run("http", { state: "cancelled", result: null });
  const layers = newestOfLayers([run("redis", { kind: "crowd" }), cancelled, http, run("http"), run("redis")]);
  expect(layers.http?.id).toBe(http.id);
  const rows = compareLayers(layers);
  expect(rows).toContainEqual({ figure: "p99", "Redis layer": "0.900 ms", "web store over HTTP": "0.900 ms" });
  expect(rows).toContainEqual({ figure: "server processes", "Redis layer": "-", "web store over HTTP": "2" });
});

test("a layer without a run is shown as such", () => {
  expect(compareLayers(newestOfLayers([run("redis")]))[0]).toEqual({
    figure: "run",
    "Redis layer": "2026-01-01 00:00:00 UTC",
    "web store over HTTP": "none yet",
  });
});
