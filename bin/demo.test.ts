import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openClient } from "#lib/lab/servers/connect.ts";
import { askRedis } from "#test/shop.ts";

test("npm run demo | head: it exits without an error when the pipe closes, and leaves no Redis behind", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "fwr-demo-"));
  const env = { ...process.env, DATA_DIR: dataDir, REDIS_URL: "" };
  const child = spawn(process.execPath, ["bin/demo.ts"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let url = "";
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  child.stdout.once("data", async () => {
    url = (await readFile(join(dataDir, "redis/url"), "utf8")).trim();
    expect(await askRedis(url, "PING")).toBe("PONG");
    child.stdout.destroy();
  });
  await new Promise((exited) => child.once("exit", exited));
  expect(output).not.toMatch(/EPIPE|throw/);
  expect(url).not.toBe("");
  await expect(openClient(url)).rejects.toThrow();
  await rm(dataDir, { recursive: true });
}, 60_000);
