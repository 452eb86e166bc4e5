import { availableParallelism } from "node:os";
import { parts } from "#bench/parts.ts";
import { makeContext } from "#bench/support/context.ts";
import { type Finding, formatFinding } from "#bench/support/report.ts";
import { ensureBuild, logStep } from "./install/bootstrap.mjs";
import { ensureChromium, ensureRedisServer } from "./install/programs.mjs";
import { CommandError, readArgs, runCommand } from "./support/cli.ts";

/** `npm run bench`: measures the store as ratios in one run. */

const USAGE = `npm run bench -- [part …] [--rounds 5] [--seconds 3] [--json]

Parts: ${parts.map((part) => part.name).join(", ")}`;

const OPTIONS = {
  json: { type: "boolean", default: false },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "3" },
} as const;

await runCommand(async () => {
  const { values, positionals } = readArgs(USAGE, { allowPositionals: true, options: OPTIONS });
  const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (unknown.length > 0) throw new CommandError(`Unknown part: ${unknown.join(", ")}.\n\n${USAGE}`);
  if (!(rounds >= 1 && rounds <= 100 && seconds >= 1 && seconds <= 60 && Number.isInteger(rounds)))
    throw new CommandError(`1 to 100 rounds of 1 to 60 seconds.\n\n${USAGE}`);

  const log = values.json ? () => {} : logStep;
  const { context, cleanUp } = makeContext({ rounds, seconds }, log);
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    void cleanUp().finally(() => process.exit(130));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  const wanted = parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  await ensureRedisServer();
  await ensureBuild();
  if (wanted.some((part) => part.browser)) {
    const chromium = await ensureChromium();
    if (chromium) process.env.CHROMIUM_PATH = chromium;
  }
  const found: Record<string, Finding[]> = {};
  let failed = false;
  for (const part of wanted) {
    log(`Measuring ${part.name}`);
    try {
      const findings = await part.run(context);
      found[part.name] = findings;
      if (!values.json) for (const finding of findings) console.log(`\n${formatFinding(finding)}\n`);
    } catch (error) {
      failed = true;
      console.error(`${part.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  await cleanUp();
  const machine = `Node ${process.version}, ${availableParallelism()} processors`;
  if (values.json) console.log(JSON.stringify({ machine, rounds, seconds, parts: found }, null, 2));
  else
    console.log(
      `${machine}. Medians of ${rounds} alternating rounds of ${seconds} s after a warm-up, with the lowest and highest.\nThe load comes from the same machine, so only the ratios apply to other machines.`,
    );
  return failed ? 1 : 0;
});
