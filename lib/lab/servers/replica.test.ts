import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { finish } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";

let server: PrivateServer | undefined;
let folder = "";

beforeAll(async () => {
  setLongTimeouts();
  folder = await mkdtemp(join(tmpdir(), "fwr-lab-"));
  server = await startPrivateServer(folder);
  Object.assign(process.env, { REDIS_URL: server.url, DATA_DIR: folder });
});

afterAll(async () => {
  await closeRedis();
  await server?.release();
  await rm(folder, { recursive: true, force: true });
});

test("Server B reads from a replica if the project started Redis itself", async () => {
  const run = await finish({ kind: "pipeline", count: 1000, mode: "variadic" });
  expect(run.result).toMatchObject({ verified: true, figures: { readFrom: "replica" } });
  expect(run.result?.table?.[0]?.replicationMs).toBeTypeOf("number");
});
