import { execFile } from "node:child_process";
import { z } from "zod";
import { askRedis } from "../../lib/testing/shop.ts";
import { expect, test } from "../support/test.ts";

/** Shoppers from a terminal against a running shop, over HTTP. */

const run = z.object({
  state: z.string(),
  error: z.string().nullable(),
  result: z.object({ ok: z.boolean(), achieved: z.number(), figures: z.record(z.string(), z.unknown()) }).nullable(),
});

function runLab(dataDir: string, args: string[]) {
  const env = { ...process.env, DATA_DIR: dataDir, REDIS_URL: "" };
  return new Promise<{ code: number; run: z.infer<typeof run> }>((resolve, reject) => {
    const child = execFile(process.execPath, ["bin/lab.ts", ...args, "--json"], { env }, (_, stdout) => {
      const parsed = run.safeParse(JSON.parse(stdout || "null"));
      if (parsed.success) resolve({ code: child.exitCode ?? -1, run: parsed.data });
      else reject(new Error(stdout));
    });
  });
}

/** The names of keys but for the records of runs and what the shop writes by itself. */
async function listKeys(url: string): Promise<string[]> {
  const names = z.array(z.string()).parse(await askRedis(url, "KEYS", "*"));
  return names.filter((name) => !/^(\{?run:|runs|\{viewed\})/.test(name)).sort();
}

test("one shopper and a crowd over HTTP: every view counted, nothing left behind", async ({ ownShop }) => {
  const before = await listKeys(ownShop.redisUrl);
  const browse = await runLab(ownShop.dataDir, ["browse", "--views", "4", "--url", ownShop.url]);
  expect(browse).toMatchObject({ code: 0, run: { state: "done", result: { ok: true, achieved: 4 } } });
  const args = ["crowd", "--shoppers", "3", "--views", "4", "--url", ownShop.url];
  const crowd = await runLab(ownShop.dataDir, args);
  expect(crowd.run.result).toMatchObject({ ok: true, achieved: 12, figures: { through: "http" } });
  expect(await listKeys(ownShop.redisUrl)).toEqual(before);
});

test("no shop at the address: failed, with a plain reason", async ({ ownShop }) => {
  const { code, run } = await runLab(ownShop.dataDir, ["browse", "--url", "http://localhost:9"]);
  expect(code).toBe(2);
  expect(run).toMatchObject({ state: "failed", result: null });
  expect(run.error).toMatch(/^No shop answers at http:\/\/localhost:9: /);
});
