// `npm test`: everything that a change has to pass. Installs what is missing first.
// `npm test -- unit` (or check, e2e) runs one part. `npm run test:faults` does every fault many times, and prints a table.
import { ensureBuild, ensurePackages, logStep, runNode } from "./install/bootstrap.mjs";
import { ensureChromium, ensureRedisServer } from "./install/programs.mjs";

/** One file at a time: what the table says is then due to the fault, and not to a busy machine. */
const FAULT_OPTIONS = ["--no-file-parallelism", "--reporter=default", "--reporter=./test/faults/reporter.ts"];

/** @type {Record<string, [string, string[]][]>} */
const PARTS = {
  check: [
    ["Lint and format", ["node_modules/@biomejs/biome/bin/biome", "check", "."]],
    ["Types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ],
  unit: [["Tests next to the code, with a real Redis", ["node_modules/vitest/vitest.mjs", "run"]]],
  e2e: [["Browser tests", ["node_modules/@playwright/test/cli.js", "test"]]],
  faults: [["Faults", ["node_modules/vitest/vitest.mjs", "run", "test/faults", ...FAULT_OPTIONS]]],
};
/** What runs when nothing is named; the tests of faults are among the unit tests, in a short form. */
const DEFAULT = ["check", "unit", "e2e"];

const requested = process.argv.slice(2);
const unknown = requested.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(", ")}. Usage: npm test -- [${Object.keys(PARTS).join("|")}]`);
  process.exit(2);
}
const wanted = requested.length > 0 ? requested : DEFAULT;

const packages = ensurePackages();
// What the system installs keeps the network and the disk busy, what npm installs and the build keep the processor busy.
const redis = ensureRedisServer();
const chromium = wanted.includes("e2e") ? ensureChromium(packages) : null;
await packages;
// The build comes before the checks: it writes the types of the pages that the type check reads.
await ensureBuild();
await redis;
const chromiumPath = await chromium;
/** @type {Record<string, string>} */
const env = {
  ...(chromiumPath ? { CHROMIUM_PATH: chromiumPath } : {}),
  ...(wanted.includes("faults") ? { FAULTS: "full" } : {}),
};
for (const part of wanted) {
  for (const [title, args] of PARTS[part] ?? []) {
    logStep(title);
    const code = await runNode(args, env);
    if (code !== 0) {
      logStep(`${title}: failed`);
      process.exit(code);
    }
  }
}
logStep("All passed");
