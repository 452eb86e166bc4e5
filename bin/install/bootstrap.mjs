// Installs packages and builds, before anything else of the project can run. Plain JavaScript without dependencies,
// because on a bare machine whatever Node there is (20 or newer) runs it before `npm ci`.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const MODULES = join(ROOT, "node_modules");
/** The Node that the project is tested on: the npm package `node`. */
export const NODE = join(MODULES, "node/bin/node");
/** Compiled code, which the programs of this project and what they start reuse: most of the start of a process. */
const COMPILE_CACHE = join(MODULES, ".cache/node-compile");
/** When the command was started; passed on to the programs that it runs. */
const started = Number(process.env.FWR_STARTED) || Date.now();

/** @param {string} text one line per step, printed with the time since the command was started */
export function logStep(text) {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

/** @param {string} text what is wrong and what to do about it @returns {never} */
export function exitWithError(text) {
  console.error(`\n${text}\n`);
  process.exit(1);
}

/** The programs that run now. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
/** Whether one of them decides when this process ends. */
let hasProgram = false;

/** Passes signals to this process on to a program that it runs. @param {import("node:child_process").ChildProcess} child */
function passSignals(child) {
  if (running.size === 0)
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
      if (process.listenerCount(signal) > 0) continue;
      process.on(signal, () => {
        for (const program of running) program.kill(signal);
        if (!hasProgram) process.exit(143);
      });
    }
  running.add(child);
  child.once("close", () => running.delete(child));
}

/**
 * Runs a program whose output is shown only if it fails.
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env]
 * @returns {Promise<string | null>} null on success, else the end of its output
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    passSignals(child);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        output = (output + text).slice(-4000);
      });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? null : output.trim() || `exit code ${code}`));
  });
}

/**
 * Runs a program in this terminal. Ctrl-C reaches it too, and it decides when to exit.
 * @param {string[]} args of the pinned Node @param {Record<string, string>} [env]
 * @param {{ linked?: boolean }} [options] linked: it is told (`disconnect`) when this process is killed
 * @returns {Promise<number>} its exit code
 */
export function runNode(args, env = {}, { linked = false } = {}) {
  const path = [join(MODULES, "node/bin"), join(MODULES, ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(NODE, args, {
    cwd: ROOT,
    stdio: ["inherit", "inherit", "inherit", ...(linked ? [/** @type {const} */ ("ipc")] : [])],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, PATH: path, FWR_STARTED: String(started), ...env },
  });
  hasProgram = true;
  passSignals(child);
  // The terminal sends Ctrl-C to both; this process only waits until the other has cleaned up.
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
    child.on("error", (error) => exitWithError(error.message));
  });
}

/**
 * Lets one process at a time do work that writes a folder. The lock of a process that died is taken over.
 * @template T @param {string} name @param {() => T | Promise<T>} work @returns {Promise<T>}
 */
async function withFolderLock(name, work) {
  const lock = join(ROOT, `.${name}.lock`);
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, "pid"), String(process.pid));
      break;
    } catch {
      try {
        const pid = Number(readFileSync(join(lock, "pid"), "utf8"));
        process.kill(pid, 0);
      } catch {
        if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 2000)
          rmSync(lock, { recursive: true, force: true });
      }
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} file */
export const readIfExists = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
/** @param {string | Buffer} data */
const digest = (data) => createHash("sha256").update(data).digest("hex");

/** Installs the npm packages of the lockfile unless they are installed. */
export async function ensurePackages() {
  const stamp = join(MODULES, ".fwr-installed");
  const wanted = () => digest(`${readFileSync(join(ROOT, "package-lock.json"))} ${process.platform} ${process.arch}`);
  const isThere = () => readIfExists(stamp) === wanted() && existsSync(NODE);
  if (isThere()) return;
  await withFolderLock("install", async () => {
    if (isThere()) return;
    logStep("npm packages: installing (npm ci)");
    const failure = await run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (failure)
      exitWithError(`The npm packages could not be installed:\n${failure}\n\nTo see more, type:  npm ci --include=dev`);
    const version = spawnSync(NODE, ["-v"], { encoding: "utf8" }).stdout?.trim();
    if (!version)
      exitWithError(`The npm package 'node' contains no Node that runs on this machine. Type:  npm rebuild node`);
    writeFileSync(stamp, wanted());
    logStep(`npm packages: installed, with Node ${version}`);
  });
}

const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "bin/assets/compress.ts",
];

/** @returns {string} a digest of all sources of the build */
function digestSources() {
  const hash = createHash("sha256");
  const visit = (/** @type {string} */ path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${relative(ROOT, path)}\0${digest(readFileSync(path))}\n`);
    }
  };
  for (const source of SOURCES) visit(join(ROOT, source));
  return hash.digest("hex");
}

/** Builds the pages unless the build is of these sources. Needs no Redis. */
export async function ensureBuild() {
  const stamp = join(ROOT, ".next/fwr-built");
  const wanted = digestSources();
  if (readIfExists(stamp) === wanted) return;
  await withFolderLock("build", async () => {
    if (readIfExists(stamp) === wanted) return;
    logStep("Pages: building (next build)");
    rmSync(stamp, { force: true });
    const failure =
      (await run(NODE, [join(MODULES, "next/dist/bin/next"), "build"], {
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
      })) ?? (await run(NODE, [join(ROOT, "bin/assets/compress.ts")]));
    if (failure) exitWithError(`The build failed:\n${failure}`);
    writeFileSync(stamp, wanted);
    logStep("Pages: built");
  });
}
