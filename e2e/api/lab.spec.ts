import { execFile } from "node:child_process";
import { z } from "zod";
import { expect, test } from "#e2e/support/test.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

/** Shoppers of the laboratory against a running store, over HTTP. */

const run = z.object({
  state: z.string(),
  error: z.string().nullable(),
  result: z
    .looseObject({ ok: z.boolean(), achieved: z.number(), figures: z.record(z.string(), z.unknown()) })
    .nullable(),
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

/** The names of all keys except for stored runs and what the store writes by itself. */
async function listKeys(url: string): Promise<string[]> {
  const names = z.array(z.string()).parse(await sendToRedis(url, "KEYS", "*"));
  return names
    .filter(
      (name) =>
        !/^(\{?run:|runs|\{viewed\}|(orders|skus):sweeper|skus:walk|audit$|repair|\{?metrics:|probe:)/.test(name),
    )
    .sort();
}

test("one shopper and a crowd over HTTP: every view is counted, and nothing is left behind", async ({ ownStore }) => {
  const before = await listKeys(ownStore.redisUrl);
  const browse = await runLab(ownStore.dataDir, ["browse", "--views", "4", "--url", ownStore.url]);
  expect(browse).toMatchObject({ code: 0, run: { state: "done", result: { ok: true, achieved: 4 } } });
  const args = ["crowd", "--shoppers", "3", "--views", "4", "--url", ownStore.url];
  const crowd = await runLab(ownStore.dataDir, args);
  expect(crowd.run.result).toMatchObject({ ok: true, achieved: 12, figures: { through: "http" } });
  expect(await listKeys(ownStore.redisUrl)).toEqual(before);
});

test("a crowd over HTTP leaves nothing behind when it is cancelled", async ({ ownStore, playwright }) => {
  const admin = await playwright.request.newContext({ baseURL: ownStore.url });
  await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  const before = await listKeys(ownStore.redisUrl);
  const started = await admin.post("/api/admin/runs", {
    data: { kind: "crowd", shoppers: 20, views: 500, url: ownStore.url },
  });
  const { id } = z.object({ id: z.string() }).parse(await started.json());
  await expect(async () => {
    const { progress } = z
      .object({ progress: z.number() })
      .parse(await (await admin.get(`/api/admin/runs/${id}`)).json());
    expect(progress).toBeGreaterThan(0);
  }).toPass();
  expect((await listKeys(ownStore.redisUrl)).length).toBeGreaterThan(before.length);
  await admin.delete(`/api/admin/runs/${id}`);
  await expect(async () => {
    const { state } = z.object({ state: z.string() }).parse(await (await admin.get(`/api/admin/runs/${id}`)).json());
    expect(state).toBe("cancelled");
  }).toPass();
  expect(await listKeys(ownStore.redisUrl)).toEqual(before);
  await admin.dispose();
});

test("a run against an address without a store fails, with a plain reason", async ({ ownStore }) => {
  const { code, run } = await runLab(ownStore.dataDir, ["browse", "--url", "http://localhost:9"]);
  expect(code).toBe(2);
  expect(run).toMatchObject({ state: "failed", result: null });
  expect(run.error).toMatch(/^No store answers at http:\/\/localhost:9: /);
});

test.describe("against two server processes", () => {
  test("200 shoppers for 50 units over HTTP: 50 orders, no unit is lost, and nothing is left behind", async () => {
    test.setTimeout(240_000);
    const store = await startStore({ env: { WEB_CONCURRENCY: "2" } });
    try {
      const before = await listKeys(store.redisUrl);
      const sale = await runLab(store.dataDir, ["sale", "--shoppers", "200", "--units", "50", "--via", "http"]);
      expect(sale.run).toMatchObject({ state: "done", error: null });
      expect(sale.run.result).toMatchObject({
        ok: true,
        verified: true,
        achieved: 50,
        figures: { initial: 50, stock: 0, held: 0, sold: 50, placed: 50, refused: 150, processes: 2 },
      });
      expect(await listKeys(store.redisUrl)).toEqual(before);

      const args = ["load", "--via", "http", "--rate", "50", "--seconds", "2", "--sessions", "20"];
      const load = await runLab(store.dataDir, args);
      expect(load.run.result).toMatchObject({
        successRate: 1,
        figures: { layer: "web store over HTTP", processes: 2, store: store.url },
      });
      expect(await listKeys(store.redisUrl)).toEqual(before);
    } finally {
      await store.remove();
    }
    const gone = await runLab(store.dataDir, ["load", "--via", "http"]);
    expect(gone).toMatchObject({ code: 2, run: { state: "failed" } });
    expect(gone.run.error).toMatch(/^No store runs with the data directory .*start it with `npm start`/);
  });
});
