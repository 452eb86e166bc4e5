import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { countCommand, countRequest } from "#lib/process/counters/counters.ts";
import { setAskAll } from "#lib/process/peers.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { describeForPrometheus, renderPrometheus } from "./prometheus.ts";

setUpRedis();

const read = (file: string) => readFileSync(`${process.cwd()}/${file}`, "utf8");

/** What a scrape of two processes says. */
async function scrape(): Promise<string> {
  countRequest("/products/[id]", "GET", 200, 3, 1);
  countCommand("HGETALL", 0.3);
  setAskAll(async () => {
    const own = JSON.parse(JSON.stringify(await describeForPrometheus()));
    return [own, { ...own, process: "another" }, { nonsense: true }];
  });
  return renderPrometheus();
}

/** Metrics as Prometheus names their series: those of a histogram have three. */
function seriesOf(text: string): Set<string> {
  return new Set(text.split("\n").flatMap((line) => /^([a-z_0-9]+)(?:\{| )/.exec(line)?.[1] ?? []));
}

/** Metrics that an expression names, and that are ours. */
const namedIn = (expr: string) => expr.match(/\b(fwr|process|nodejs)_[a-z_0-9]+/g) ?? [];

test("the text follows the conventions of Prometheus, and nothing of two processes is added up", async () => {
  const text = await scrape();
  const line = /^[a-z_0-9]+(\{([a-z_]+="(\\.|[^"\\])*",?)*\})? (-?[\d.e+-]+|\+Inf|NaN)$/i;
  for (const each of text.split("\n")) if (each && !each.startsWith("#")) expect(each).toMatch(line);
  const count =
    /^fwr_http_request_duration_seconds_count\{method="GET",route="\/products\/\[id\]",status="200",process="(.*)"\} 1$/gm;
  expect([...text.matchAll(count)].map(([, process]) => process)).toEqual([String(process.pid), "another"]);
  expect(text).toContain("# TYPE fwr_http_request_duration_seconds histogram");
  for (const [, name, type] of text.matchAll(/^# TYPE (fwr_\S+) (\S+)$/gm))
    expect(name?.endsWith("_total"), `${name} is a ${type}`).toBe(type === "counter");
  // Buckets are cumulative.
  const buckets = [
    ...text.matchAll(
      /^fwr_redis_command_duration_seconds_bucket\{le="([^"]+)",command="HGETALL",process="another"\} (\d+)$/gm,
    ),
  ];
  expect(buckets.length).toBeGreaterThan(10);
  expect(buckets.map(([, , count]) => Number(count))).toEqual(
    buckets.map(([, le]) => (le === "+Inf" || Number(le) >= 0.0005 ? 1 : 0)),
  );
});

const dashboard = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.enum(["datasource", "query"]) })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.enum(["timeseries", "stat", "table"]),
      title: z.string().min(1),
      description: z.string().min(1),
      gridPos: z.object({ x: z.int().min(0), y: z.int(), w: z.int().min(1), h: z.int().min(1) }),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string() }), overrides: z.array(z.unknown()) }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).min(1),
    }),
  ),
});

test("the dashboard of Grafana is one, its panels do not overlap, and what it asks for is there", async () => {
  const { panels } = dashboard.parse(JSON.parse(read("docs/grafana.json")));
  const series = seriesOf(await scrape());
  const cells = new Set<string>();
  let area = 0;
  for (const { title, gridPos, targets } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    area += gridPos.w * gridPos.h;
    for (let x = 0; x < gridPos.w; x++)
      for (let y = 0; y < gridPos.h; y++) cells.add(`${gridPos.x + x} ${gridPos.y + y}`);
    for (const { expr } of targets) {
      expect(namedIn(expr), expr).not.toEqual([]);
      for (const name of namedIn(expr)) if (!RARE.has(name)) expect([...series], title).toContain(name);
    }
  }
  expect(cells.size).toBe(area);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

/** Series that are there with replicas, with visitors, and once all keys were counted. */
const RARE = new Set(["fwr_redis_replica_lag_bytes", "fwr_redis_hit_ratio", "fwr_sessions", "fwr_carts"]);

const rules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[sm]$/)
            .optional(),
          labels: z.object({ severity: z.enum(["page", "ticket"]) }),
          annotations: z.object({ summary: z.string(), remedy: z.string() }),
        }),
      ),
    }),
  ),
});

test("the alert rules are some, and what they ask for is there", async () => {
  const { groups } = rules.parse(parse(read("deploy/alerts.yaml")));
  const series = seriesOf(await scrape());
  const all = groups.flatMap((group) => group.rules);
  expect(all.length).toBeGreaterThan(8);
  for (const { alert, expr } of all)
    for (const name of namedIn(expr)) if (!RARE.has(name)) expect([...series], alert).toContain(name);
});
