import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { PHASES } from "#lib/migration/phases.ts";
import { ask, readLog, readStatus } from "#lib/migration/run/requests.ts";
import { startMigration } from "#lib/migration/run/start.ts";
import {
  BREAKAGES,
  type MigrationRequest,
  type MigrationStatus,
  migrationRequest,
  startParams,
} from "#lib/migration/schema.ts";
import { CommandError, readArgs, runCommand, withStoreRedis } from "./support/cli.ts";

/** `npm run migrate`: the migration from PostgreSQL to Redis, from a terminal. */

const USAGE = `npm run migrate -- <what>

  start    --sessions 2000 --rate 200 [--wait-seconds 60]   begins one, and shows how it goes; Ctrl-C ends it
  status   what the phase is, and what the next one needs
  next     on to the next phase, or to the next share of phase 4
  back     to the phase before
  share    --percent 25: in phase 4
  pause    backfill and comparison, or lets them go on
  verify   what differed between the two stores; exit code 1 if anything did
  break    --what ${BREAKAGES.join("|")}
  finish   ends it; from phase 6, with SQL retired
  report   all that happened

Every command but start is for the migration that is under way, from whatever terminal or from /admin/migration.
Exit code: 0, or 1 where a guard refuses; it says which.`;

const OPTIONS = {
  sessions: { type: "string" },
  rate: { type: "string" },
  "wait-seconds": { type: "string" },
  percent: { type: "string" },
  what: { type: "string" },
} as const;

const number = new Intl.NumberFormat("en");

function describeStatus(status: MigrationStatus): string {
  const { phase, percent, traffic, outbox, backfill, mismatches, reads } = status;
  const name = PHASES[phase].name + (phase === 4 ? `, ${percent} %` : "");
  return [
    `Phase ${phase} ${name}`,
    `${number.format(traffic.acknowledged)} requests, ${number.format(traffic.failed)} failed`,
    `sign-outs ${traffic.signOuts}, lost lines ${traffic.lostLines}`,
    `outbox ${outbox.length} (${Math.round(outbox.oldestMs)} ms)`,
    ...(phase === 2 ? [`backfill ${number.format(backfill.done)} of ${number.format(backfill.total)}`] : []),
    `reads: SQL p99 ${reads.sql.p99} ms, Redis ${reads.redis.p99} ms`,
    `mismatches ${mismatches.missing + mismatches.stale + mismatches.extra + mismatches.field}`,
  ].join(" · ");
}

function printStatus(status: MigrationStatus): void {
  if (!status.running) {
    console.log(`No migration is under way.${status.note ? ` ${status.note}` : ""}`);
    return;
  }
  console.log(describeStatus(status));
  if (status.note) console.log(status.note);
  for (const { name, value, need, ok } of status.guards)
    console.log(`  ${ok ? "✓" : "·"} ${name}: ${value} (needed: ${need})`);
}

async function start(options: Record<string, string | undefined>): Promise<number> {
  const parsed = startParams.safeParse({
    ...(options.sessions && { sessions: Number(options.sessions) }),
    ...(options.rate && { rate: Number(options.rate) }),
    ...(options["wait-seconds"] && { waitSeconds: Number(options["wait-seconds"]) }),
  });
  if (!parsed.success)
    throw new CommandError(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  const child = await startMigration(parsed.data);
  if (!child) throw new CommandError("A migration is under way already.");
  let isOver = false;
  void once(child, "exit").then(() => {
    isOver = true;
  });
  process.on("SIGINT", () => child.kill("SIGTERM"));
  while (!isOver) {
    await sleep(2000);
    if (!isOver) printStatus(await readStatus());
  }
  const { note } = await readStatus();
  console.log(note);
  return 0;
}

async function request(what: string, options: Record<string, string | undefined>): Promise<number> {
  const parsed = migrationRequest.safeParse({ action: what, percent: Number(options.percent), what: options.what });
  if (!parsed.success) throw new CommandError(`${USAGE}`);
  const wanted: MigrationRequest = parsed.data;
  const { ok, reasons } = await ask(wanted, "the terminal");
  for (const reason of reasons) console.log(reason);
  if (ok) printStatus(await readStatus());
  return ok ? 0 : 1;
}

await runCommand(async () => {
  const { values, positionals } = readArgs(USAGE, { allowPositionals: true, options: OPTIONS });
  const [what = ""] = positionals;
  return withStoreRedis(async () => {
    if (what === "start") return start(values);
    if (what === "status") {
      printStatus(await readStatus());
      return 0;
    }
    if (what === "verify") {
      const { mismatches, shadow } = await readStatus();
      const { explained, ...found } = mismatches;
      console.log(`${number.format(shadow.reads)} records compared; ${explained} differences explained`);
      for (const [kind, count] of Object.entries(found)) console.log(`  ${kind}: ${count}`);
      return Object.values(found).some((count) => count > 0) ? 1 : 0;
    }
    if (what === "report") {
      for (const { at, who, what: event, guards } of (await readLog(1000)).reverse())
        console.log(`${at}  ${event}${who ? `  (${who})` : ""}${guards ? `\n    ${guards}` : ""}`);
      printStatus(await readStatus());
      return 0;
    }
    if (["next", "back", "pause", "share", "break", "finish"].includes(what)) return request(what, values);
    throw new CommandError(what ? `Unknown: "${what}".\n\n${USAGE}` : USAGE);
  });
});
