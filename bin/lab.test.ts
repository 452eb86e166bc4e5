import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The arguments and exit codes of `npm run lab` and `npm run demo`, without a run. */

const root = join(import.meta.dirname, "..");
const NO_REDIS = { REDIS_URL: "redis://:hush@127.0.0.1:1", REDIS_CLUSTER: "", REDIS_SENTINEL: "" };

function runFile(
  file: string,
  args: string[],
  env: Record<string, string> = NO_REDIS,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [file, ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

test.each([[["help"]], [["--help"]], [["load", "-h"]]])("npm run lab with %j prints the usage", async (args) => {
  const { code, stdout } = await runFile("bin/lab.ts", args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^npm run lab -- <kind>/);
});

test.each([
  [[], /^npm run lab -- <kind>/],
  [["nope"], /^Unknown kind "nope"/],
  [["load", "--speed", "1"], /^Unknown option '--speed'/],
  [["load", "5000"], /^Unexpected argument "5000"/],
  [["load", "--rate", "0", "--json"], /^--rate: /],
])("npm run lab with the arguments %j exits with 64 and says why", async (args, message) => {
  const { code, stdout, stderr } = await runFile("bin/lab.ts", args);
  expect(code).toBe(64);
  expect(stdout).toBe("");
  expect(stderr).toMatch(message);
});

test.concurrent("a lab run without its Redis exits with 64: it was not started", async ({ expect }) => {
  const { code, stdout, stderr } = await runFile("bin/lab.ts", ["load"]);
  expect([code, stdout]).toEqual([64, ""]);
  expect(stderr).toContain("redis://127.0.0.1:1): connect ECONNREFUSED");
  expect(stderr).not.toContain("hush");
});

test.concurrent("with --json the error is one document on the standard output", async ({ expect }) => {
  const { code, stdout, stderr } = await runFile("bin/lab.ts", ["load", "--json"]);
  expect([code, stderr]).toEqual([64, ""]);
  expect(JSON.parse(stdout)).toEqual({ error: expect.stringContaining("Redis does not answer") });
});

test.concurrent("the demo without its Redis exits with 2: it failed", async ({ expect }) => {
  const { code, stderr } = await runFile("bin/demo.ts", []);
  expect(code).toBe(2);
  expect(stderr).toContain("Redis does not answer");
});

test("an invalid environment is named, with exit code 64", async () => {
  const { code, stderr } = await runFile("bin/lab.ts", ["load"], { ...NO_REDIS, PORT: "abc" });
  expect(code).toBe(64);
  expect(stderr).toMatch(/^Invalid environment:\n {2}PORT: /);
});

test("an unknown option of the demo exits with 64", async () => {
  const { code, stderr } = await runFile("bin/demo.ts", ["--speed"]);
  expect(code).toBe(64);
  expect(stderr).toMatch(/^Unknown option '--speed'/);
});

test.concurrent("REDIS_CLUSTER alone names the Redis of a run", async ({ expect }) => {
  const env = { REDIS_URL: "", REDIS_SENTINEL: "", REDIS_CLUSTER: "127.0.0.1:1" };
  const { code, stderr } = await runFile("bin/lab.ts", ["browse", "--views", "1"], env);
  expect(code).toBe(64);
  expect(stderr).toContain("Redis does not answer (the cluster of REDIS_CLUSTER, 127.0.0.1:1)");
});
