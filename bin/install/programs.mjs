// The programs that the project needs beside Node: a Redis server, and a Chromium for the tests. Plain JavaScript, as
// bootstrap.mjs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exitWithError, logStep, MODULES, NODE, readIfExists, run } from "./bootstrap.mjs";

/** A package manager does one thing at a time. @type {Promise<unknown>} */
let lastInstallation = Promise.resolve();

/**
 * Installs a program with the system's package manager, after those before it.
 * @param {{apt: string, brew: string}} packages @returns {Promise<string | null>} null on success, else the command to type
 */
function installProgram(packages) {
  const installation = lastInstallation.then(() => installNow(packages));
  lastInstallation = installation;
  return installation;
}

/** @param {{apt: string, brew: string}} packages @returns {Promise<string | null>} as of installProgram */
async function installNow({ apt, brew }) {
  const root = process.getuid?.() === 0;
  const has = (/** @type {string} */ program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (has("apt-get")) {
    const typed = `${root ? "" : "sudo "}apt-get update && ${root ? "" : "sudo "}apt-get install -y ${apt}`;
    const sudo = root ? [] : ["sudo", "-n"];
    if (!root && (await run("sudo", ["-n", "true"])) !== null) return typed;
    const apt_get = (/** @type {string[]} */ ...args) => {
      const [command = "apt-get", ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
      return run(command, rest);
    };
    await apt_get("update", "-qq");
    const failure = await apt_get("install", "-y", "-qq", "--no-install-recommends", apt);
    return failure === null ? null : `${typed}\n\napt-get said:\n${failure}`;
  }
  if (has("brew")) return (await run("brew", ["install", brew])) === null ? null : `brew install ${brew}`;
  return `the package manager of this system, to install ${brew}`;
}

/** @param {string[]} programs @param {string[]} places @returns {string | null} the path of the first that exists */
function findProgram(programs, places) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...places];
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The oldest major version of Redis that has every command that the project uses. */
const OLDEST_REDIS = 7;
const NEWER_REDIS =
  "Install a newer one (https://redis.io/docs/latest/operate/oss_and_stack/install/)\nor use another one:  REDIS_URL=redis://… npm start";

/** @param {string} version @returns {string | null} why a server of this version is unsuitable, or null */
export function checkRedisVersion(version) {
  const major = Number.parseInt(version, 10);
  if (Number.isNaN(major) || major >= OLDEST_REDIS) return null;
  return `This Redis is ${version}; ${OLDEST_REDIS}.0 is the oldest version that is supported. ${NEWER_REDIS}`;
}

/** Installs a Redis or Valkey server unless there is one, and checks that it is not too old. */
export async function ensureRedisServer() {
  const find = () =>
    findProgram(
      ["redis-server", "valkey-server"],
      ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"],
    );
  const check = (/** @type {string} */ program) => {
    const said = spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "";
    const fault = checkRedisVersion(/\bv=([\d.]+)/.exec(said)?.[1] ?? "");
    if (fault) exitWithError(`${program}: ${fault}`);
  };
  const there = find();
  if (there) {
    check(there);
    return;
  }
  logStep("Redis server: installing from the system's packages");
  const typed = await installProgram({ apt: "redis-server", brew: "redis" });
  if (typed || !find()) {
    exitWithError(
      `No Redis server was found, and it could not be installed. Type:\n\n  ${typed ?? "apt-get install -y redis-server"}\n\nor use a running one:  REDIS_URL=redis://… npm start`,
    );
  }
  // The package may have started a service of its own; the project runs its own server.
  await run("systemctl", ["disable", "--now", "redis-server"]);
  const installed = find() ?? "";
  check(installed);
  logStep(`Redis server: installed, ${installed}`);
}

/**
 * Installs a Chromium for the browser tests unless there is one.
 * @param {Promise<unknown>} [packages] ends when the npm packages are there, of which Playwright may be needed
 * @returns {Promise<string | null>} its path; null: Playwright's own
 */
export async function ensureChromium(packages) {
  const find = () =>
    process.env.CHROMIUM_PATH ||
    findProgram(
      // The headless shell needs a third less processor time.
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
  logStep("Chromium: installing");
  // Debian packages the browser itself. Ubuntu's package only points to a snap, so Playwright's browser is used there.
  const debian = /^ID=debian$/m.test(readIfExists("/etc/os-release"));
  const typed = debian ? await installProgram({ apt: "chromium-headless-shell", brew: "chromium" }) : null;
  // A server lacks the libraries of a browser; they are installed without asking only as root.
  const withLibraries = process.platform === "linux" && process.getuid?.() === 0 ? ["--with-deps"] : [];
  const install = [join(MODULES, "@playwright/test/cli.js"), "install", ...withLibraries, "chromium"];
  if (!debian) await packages;
  if (!debian && (await run(NODE, install)) !== null) {
    exitWithError(
      "No Chromium was found for the browser tests. Type:\n\n  npx playwright install --with-deps chromium\n\nor use another one:  CHROMIUM_PATH=/path/to/chromium npm test",
    );
  }
  if (typed) exitWithError(`No Chromium was found for the browser tests. Type:\n\n  ${typed}`);
  logStep(`Chromium: installed, ${find() ?? "Playwright's own"}`);
  return find();
}
