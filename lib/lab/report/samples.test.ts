import { expect, test } from "vitest";
import { exampleRun, exampleSample } from "#test/lab-examples.ts";
import { samplesToCsv } from "./csv.ts";
import { downsample, skipPreparation, summariseSamples, warmUpOf } from "./summary.ts";

const idle = { ...exampleSample, ops: 0, p50: 0, p99: 0 };

test("CSV: quotes are escaped, and formulas are disarmed", () => {
  const [head, line] = samplesToCsv(exampleRun, [{ ...exampleSample, phase: '=1+1, "x"' }]).split("\r\n");
  expect(head).toMatch(/^at,ops,p50,p99/);
  expect(line).toMatch(/,"'=1\+1, ""x""",0123456789ab,load,/);
});

test("H5: CSV says on each line which rate was asked for and which was reached, and that it was not held", () => {
  const verdict = "6,000/s not held: 4,000/s achieved, p99 2100.0 ms";
  const result = { ok: false, verdict, target: 6000, achieved: 4000 };
  const [head, line] = samplesToCsv({ ...exampleRun, result }, [exampleSample]).split("\r\n");
  expect(head).toContain(",run,kind,target,achieved,verdict,");
  expect(line).toContain(`,0123456789ab,load,6000,4000,"${verdict}",`);
});

test("CSV: each line names its run and the environment, and a run without one is a table as well", () => {
  const [head, line, end] = samplesToCsv(exampleRun, [exampleSample]).split("\r\n");
  expect(head).toMatch(
    /,run,kind,target,achieved,verdict,cpu,cores,cpuBefore,.*,redis,persistence,transport,connections,processes$/,
  );
  expect(line).toMatch(/,Redis 7\.0\.15,"appendonly yes, appendfsync everysec, save off",tcp,7,2$/);
  expect(end).toBe("");
  expect(samplesToCsv({ ...exampleRun, environment: null }, []).split("\r\n")[0]).toMatch(
    /,phase,run,kind,target,achieved,verdict$/,
  );
});

test("the chart in words", () => {
  const text = summariseSamples([exampleSample, { ...exampleSample, at: 2000, ops: 5000, p99: 2 }]);
  expect(text).toBe(
    "Over 2.0 s: 5,500 operations per second on average, 6,000 at most. The p99 of the samples was between 0.900 ms and 2.0 ms. No errors.",
  );
  expect(summariseSamples([])).toBe("Nothing has been measured yet.");
});

test("the preparation of a run is left out of its chart", () => {
  const samples = [
    { ...idle, at: 200 },
    { ...idle, at: 5000 },
    { ...exampleSample, at: 5500 },
    { ...idle, at: 6000 },
  ];
  expect(summariseSamples(samples)).toMatch(/^Over 1\.0 s, after 5\.0 s of preparation: 6,000 operations/);
  expect(skipPreparation(samples).samples.map((sample) => sample.at)).toEqual([5500, 6000]);
  expect(skipPreparation([idle])).toEqual({ samples: [], begunAt: 0 });
});

test("the warm-up is no part of what was measured", () => {
  const samples = [
    { ...idle, at: 2000 },
    { ...exampleSample, at: 2500, ops: 90_000, p99: 80, errors: 3, warmUp: true },
    { ...exampleSample, at: 3000, ops: 90_000, p99: 80, warmUp: true },
    { ...exampleSample, at: 5000 },
  ];
  expect(summariseSamples(samples)).toBe(
    "Over 2.0 s, after 2.0 s of preparation and 1.0 s of warm-up: 6,000 operations per second on average, 6,000 at most. The p99 of the samples was between 0.900 ms and 0.900 ms. No errors.",
  );
  expect(warmUpOf(samples)).toEqual({ from: 2000, to: 3000 });
  expect(warmUpOf([exampleSample])).toBeNull();
  expect(summariseSamples(samples.slice(0, 3))).toBe("Nothing has been measured yet.");
});

test("samples are thinned out evenly, and the last one stays", () => {
  expect(downsample([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
});
