import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

test("npm run demo | head: it exits without an error when the pipe closes, and leaves no Redis behind", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "fwr-demo-"));
  const env = { ...process.env, DATA_DIR: dataDir, REDIS_URL: "" };
  const child = spawn(process.execPath, ["bin/demo.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  await once(child.stdout, "data");
  const url = (await readFile(join(dataDir, "redis/url"), "utf8")).trim();
  expect(await sendToRedis(url, "PING")).toBe("PONG");
  child.stdout.destroy();
  await exited;
  expect(errors).not.toMatch(/EPIPE|throw/);
  await expect(sendToRedis(url, "PING")).rejects.toThrow("ECONNREFUSED");
  await rm(dataDir, { recursive: true });
});
