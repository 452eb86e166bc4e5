import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "#lib/config.ts";
import { readServerAddress } from "#lib/net/server-address.ts";
import { commandOf } from "#lib/process/other-process.ts";
import { CommandError, messageOf, readArgs, runCommand } from "./support/cli.ts";

/** `npm run reload`: replaces the server processes of the running store, without a request that fails. */

const USAGE = `npm run reload

Replaces the server processes of the store of DATA_DIR one by one: each leaves when another serves, and has answered
what it received. The same as SIGHUP to the primary process. Exit code: 0 all were replaced, 1 they were not.`;

const POLL_MS = 100;

function readDataDir(): string {
  try {
    return loadConfig().DATA_DIR;
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}

await runCommand(async () => {
  readArgs(USAGE, { options: {} });
  const dataDir = readDataDir();
  const before = readServerAddress(dataDir);
  const isRunning = () => /\bserve\.ts\b/.test((before && commandOf(before.pid)) ?? "");
  if (!before || !isRunning())
    throw new CommandError(`No store runs with the data directory ${dataDir}. DATA_DIR names another one.`);
  const startedAt = performance.now();
  process.kill(before.pid, "SIGHUP");
  for (;;) {
    await sleep(POLL_MS);
    const now = readServerAddress(dataDir);
    if (!isRunning()) throw new CommandError("The store has stopped.");
    if (!now || now.reloads === before.reloads) continue;
    if (now.failure) throw new CommandError(`Not reloaded: ${now.failure}. The store goes on as it was.`);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${now.processes} server ${now.processes > 1 ? "processes" : "process"} replaced in ${seconds} s`);
    return 0;
  }
});
