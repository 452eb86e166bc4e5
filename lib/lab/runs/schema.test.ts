import { expect, test } from "vitest";
import { exampleRun } from "#test/lab-examples.ts";
import { estimateBytes } from "./estimate.ts";
import { type Run, toPublicRun } from "./run.ts";
import { parseRunHash, toRunHash } from "./run-hash.ts";
import { runBody } from "./schema.ts";

const run: Run = {
  id: "0123456789ab",
  request: runBody.parse({ kind: "bulk", shards: 2 }),
  state: "failed",
  progress: 0.25,
  phase: "",
  startedAt: "2026-01-01T00:00:00.123Z",
  finishedAt: "2026-01-01T00:00:10.456Z",
  result: null,
  error: "The reason",
  environment: null,
};

test("a request is invalid outside of the bounds", () => {
  const bad = [
    { kind: "load", rate: 0 },
    { kind: "load", rate: 6000, seconds: 601 },
    { kind: "bulk", count: 100_000_001 },
    { kind: "bulk", shards: 65 },
    { kind: "pipeline", mode: "fast" },
    { kind: "browse", views: 1.5 },
    { kind: "crowd", url: "http://example.com" },
    { kind: "load", unknown: 1 },
    { kind: "load", via: "smoke signals" },
    { kind: "load", url: "http://localhost:3000" },
    { kind: "load", via: "http", url: "http://example.com" },
    { kind: "load", via: "http", url: "https://localhost:3000" },
    { kind: "load", via: "http", sessions: 20_001 },
    { kind: "sale", shoppers: 5001 },
    { kind: "sale", units: 0 },
    { kind: "sale", via: "redis" },
    { kind: "sale", url: "http://localhost:3000" },
    { kind: "nothing" },
    {},
  ];
  for (const body of bad) expect(runBody.safeParse(body).success, JSON.stringify(body)).toBe(false);
  expect(runBody.parse({ kind: "load" })).toMatchObject({ rate: 6000, seconds: 10, via: "redis" });
});

test("a run is the same after it was stored, and a damaged hash is no run", () => {
  expect(parseRunHash(run.id, toRunHash(run))).toEqual(run);
  const succeeded: Run = { ...run, state: "done", result: { ok: true, verdict: "held" }, error: null };
  expect(parseRunHash(run.id, toRunHash(succeeded))).toEqual(succeeded);
  const measured: Run = { ...run, environment: exampleRun.environment };
  expect(parseRunHash(run.id, toRunHash(measured))).toEqual(measured);
  for (const damage of [{ params: "{" }, { params: '{"kind":"none"}' }, { state: "lost" }, { started_at: "now" }]) {
    expect(parseRunHash(run.id, { ...toRunHash(run), ...damage })).toBeNull();
  }
  expect(parseRunHash(run.id, {})).toBeNull();
});

test("the API shows a run with its kind and parameters apart", () => {
  expect(JSON.stringify(toPublicRun(run))).toBe(
    '{"id":"0123456789ab","kind":"bulk","params":{"count":1000000,"shards":2,"workers":2,"structure":"list"},' +
      '"state":"failed","progress":0.25,"phase":"","startedAt":"2026-01-01T00:00:00.123Z",' +
      '"finishedAt":"2026-01-01T00:00:10.456Z","result":null,"error":"The reason","environment":null}',
  );
});

test("the estimate for a hundred million values exceeds what they take", () => {
  expect(estimateBytes(runBody.parse({ kind: "bulk", count: 100_000_000 }))).toBeGreaterThan(450_000_000);
});
