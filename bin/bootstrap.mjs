// What `npm start` and `npm test` need before anything of the project can run. Plain JavaScript without dependencies,
// because on a bare machine it is run by whatever Node there is (20 or newer), before `npm ci`.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MODULES = join(ROOT, "node_modules");
/** The Node that the project is tested on: the npm package `node`. */
export const NODE = join(MODULES, "node/bin/node");
/** When the command was typed; handed on to the programs that it runs. */
const started = Number(process.env.FWR_STARTED) || Date.now();

/** @param {string} text one line for a step, with the time since the command was typed */
export function say(text) {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

/** @param {string} text what is wrong and what to do about it @returns {never} */
export function exitWithError(text) {
  console.error(`\n${text}\n`);
  process.exit(1);
}

/**
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env]
 * @returns {string | null} null when it went well, else the end of what it printed
 */
export function run(command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return null;
  return `${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`.trim().slice(-4000);
}

/**
 * Runs a program to its end with this terminal; Ctrl-C reaches it too, and it decides when to end.
 * @param {string[]} args of the pinned Node @param {Record<string, string>} [env] @returns {Promise<number>} its exit code
 */
export function runNode(args, env = {}) {
  const path = [join(MODULES, "node/bin"), join(MODULES, ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(NODE, args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, PATH: path, FWR_STARTED: String(started), ...env },
  });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on("SIGTERM", forward);
  process.on("SIGHUP", forward);
  // The terminal sends Ctrl-C to both; this one only has to stay until the other has tidied up.
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
    child.on("error", (error) => exitWithError(error.message));
  });
}

/**
 * One process at a time: a folder is made by one only. The lock of a process that died is taken over.
 * @template T @param {string} name @param {() => T | Promise<T>} work @returns {Promise<T>}
 */
async function alone(name, work) {
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
const readIfThere = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
/** @param {string | Buffer} data */
const digest = (data) => createHash("sha256").update(data).digest("hex");

/** Installs the npm packages of the lockfile, unless they are there. */
export async function ensurePackages() {
  const stamp = join(MODULES, ".fwr-installed");
  const wanted = () => digest(`${readFileSync(join(ROOT, "package-lock.json"))} ${process.platform} ${process.arch}`);
  const isThere = () => readIfThere(stamp) === wanted() && existsSync(NODE);
  if (isThere()) return;
  await alone("install", () => {
    if (isThere()) return;
    say("npm packages: installing (npm ci)");
    const failure = run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (failure)
      exitWithError(`The npm packages could not be installed:\n${failure}\n\nTo see more, type:  npm ci --include=dev`);
    const version = spawnSync(NODE, ["-v"], { encoding: "utf8" }).stdout?.trim();
    if (!version) exitWithError(`The npm package 'node' brought no Node that runs here. Type:  npm rebuild node`);
    writeFileSync(stamp, wanted());
    say(`npm packages: installed, Node ${version} among them`);
  });
}

/**
 * Installs a program with the system's package manager.
 * @param {{apt: string, brew: string}} packages @returns {string | null} null when it went well, else what to type
 */
function installProgram({ apt, brew }) {
  const root = process.getuid?.() === 0;
  const has = (/** @type {string} */ program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (has("apt-get")) {
    const typed = `${root ? "" : "sudo "}apt-get update && ${root ? "" : "sudo "}apt-get install -y ${apt}`;
    const sudo = root ? [] : ["sudo", "-n"];
    if (!root && run("sudo", ["-n", "true"]) !== null) return typed;
    const apt_get = (/** @type {string[]} */ ...args) => {
      const [command = "apt-get", ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
      return run(command, rest);
    };
    apt_get("update", "-qq");
    const failure = apt_get("install", "-y", "-qq", "--no-install-recommends", apt);
    return failure === null ? null : `${typed}\n\napt-get said:\n${failure}`;
  }
  if (has("brew")) return run("brew", ["install", brew]) === null ? null : `brew install ${brew}`;
  return `the package manager of this system, to install ${brew}`;
}

/** @param {string[]} programs @param {string[]} places @returns {string | null} the path of the first that is there */
function findProgram(programs, places) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...places];
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The oldest Redis that has every command that the project uses, by its major version. */
const OLDEST_REDIS = 7;
const NEWER_REDIS =
  "Install a newer one (https://redis.io/docs/latest/operate/oss_and_stack/install/)\nor name one:  REDIS_URL=redis://… npm start";

/** @param {string} version @returns {string | null} what is wrong with a server of this version, or null */
export function judgeRedisVersion(version) {
  const major = Number.parseInt(version, 10);
  if (Number.isNaN(major) || major >= OLDEST_REDIS) return null;
  return `This Redis is ${version}; ${OLDEST_REDIS}.0 is the oldest that will do. ${NEWER_REDIS}`;
}

/** Sees to it that there is a Redis or Valkey server program, and that it is not too old. */
export async function ensureRedisServer() {
  const find = () =>
    findProgram(
      ["redis-server", "valkey-server"],
      ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"],
    );
  const judge = (/** @type {string} */ program) => {
    const said = spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "";
    const fault = judgeRedisVersion(/\bv=([\d.]+)/.exec(said)?.[1] ?? "");
    if (fault) exitWithError(`${program}: ${fault}`);
  };
  const there = find();
  if (there) {
    judge(there);
    return;
  }
  say("Redis server: installing from the system's packages");
  const typed = installProgram({ apt: "redis-server", brew: "redis" });
  if (typed || !find()) {
    exitWithError(
      `There is no Redis server on this machine and it could not be installed. Type:\n\n  ${typed ?? "apt-get install -y redis-server"}\n\nor name a running one:  REDIS_URL=redis://… npm start`,
    );
  }
  // The package may have started a service of its own, which nobody asked for; the project runs its own server.
  run("systemctl", ["disable", "--now", "redis-server"]);
  const installed = find() ?? "";
  judge(installed);
  say(`Redis server: installed, ${installed}`);
}

/** Sees to it that there is a Chromium for the browser tests. @returns {Promise<string | null>} its path; null: Playwright's own */
export async function ensureChromium() {
  const find = () =>
    process.env.CHROMIUM_PATH ||
    findProgram(
      // The shell without windows does the same for a third less of the processor.
      ["chromium-headless-shell", "chromium", "google-chrome-stable", "google-chrome"],
      [
        "/usr/bin",
        "/usr/local/bin",
        "/Applications/Chromium.app/Contents/MacOS",
        "/Applications/Google Chrome.app/Contents/MacOS",
      ],
    );
  const found = find();
  if (found) return found;
  say("Chromium: installing");
  // Debian's packages are the browser itself; Ubuntu's only points to a snap, where Playwright's own is the better one.
  const debian = /^ID=debian$/m.test(readIfThere("/etc/os-release"));
  const typed = debian ? installProgram({ apt: "chromium-headless-shell", brew: "chromium" }) : null;
  // A server has none of the libraries of a browser; only root may install them unasked.
  const withLibraries = process.platform === "linux" && process.getuid?.() === 0 ? ["--with-deps"] : [];
  const install = [join(MODULES, "@playwright/test/cli.js"), "install", ...withLibraries, "chromium"];
  if (!debian && run(NODE, install) !== null) {
    exitWithError(
      "There is no Chromium for the browser tests. Type:\n\n  npx playwright install --with-deps chromium\n\nor name one:  CHROMIUM_PATH=/path/to/chromium npm test",
    );
  }
  if (typed) exitWithError(`There is no Chromium for the browser tests. Type:\n\n  ${typed}`);
  say(`Chromium: installed, ${find() ?? "Playwright's own"}`);
  return find();
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
  "bin/compress.ts",
];

/** @returns {string} a digest of everything that the build is made from */
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

/** Builds the pages, unless the build is of these very sources. Needs no Redis. */
export async function ensureBuild() {
  const stamp = join(ROOT, ".next/fwr-built");
  const wanted = digestSources();
  if (readIfThere(stamp) === wanted) return;
  await alone("build", () => {
    if (readIfThere(stamp) === wanted) return;
    say("Pages: building (next build)");
    rmSync(stamp, { force: true });
    const failure =
      run(NODE, [join(MODULES, "next/dist/bin/next"), "build"], {
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
      }) ?? run(NODE, [join(ROOT, "bin/compress.ts")]);
    if (failure) exitWithError(`The build failed:\n${failure}`);
    writeFileSync(stamp, wanted);
    say("Pages: built");
  });
}
