import { setTimeout as sleep } from "node:timers/promises";
import { config } from "#lib/config.ts";
import { formatRate } from "#lib/lab/report/verdict.ts";
import { explainRunRefusal } from "#lib/lab/runs/explain-refusal.ts";
import { cancelRun, getRun, startRun } from "#lib/lab/runs/runs.ts";
import type { Run, RunRequest, Sample } from "#lib/lab/runs/schema.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/private-server.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";

/** Runs from a terminal, with no web server. */

const POLL_MS = 150;
/** A run whose Redis stays away for so long is given up, in milliseconds. */
const AWAY_MS = 15_000;
const BAR = 24;

/** Why a run did not start or could not be followed to its end. */
export class LabError extends Error {
  override name = "LabError";
}

function drawProgress(sample: Sample): string {
  const done = Math.round(sample.progress * BAR);
  const bar = `${"#".repeat(done)}${"-".repeat(BAR - done)}`;
  const left = sample.left >= 0 ? `, ${Math.ceil(sample.left)} s left` : "";
  const p99 = sample.p99 > 0 ? `, p99 ${sample.p99.toFixed(1)} ms` : "";
  return `[${bar}] ${Math.round(sample.progress * 100)} %  ${formatRate(sample.ops)}${p99}${left}  ${sample.phase}`;
}

/** A line that is written over on a terminal, and every other second on anything else. */
function makeProgressLine(quiet: boolean): { show(sample: Sample): void; end(): void } {
  const { stderr } = process;
  let shownAt = 0;
  return {
    show(sample) {
      if (quiet) return;
      if (stderr.isTTY) stderr.write(`\r\x1b[K${drawProgress(sample).slice(0, (stderr.columns ?? 100) - 1)}`);
      else if (Date.now() - shownAt >= 2000) {
        shownAt = Date.now();
        stderr.write(`${drawProgress(sample)}\n`);
      }
    },
    end() {
      if (!quiet && stderr.isTTY) stderr.write("\r\x1b[K");
    },
  };
}

/** Waits for the end of a run. @throws LabError when Redis stays away */
async function follow(id: string, show: (sample: Sample) => void): Promise<Run> {
  let last = "";
  let answeredAt = Date.now();
  for (;;) {
    try {
      for (const entry of await readSamples(id, last)) {
        last = entry.id;
        show(entry.sample);
      }
      const run = await getRun(id);
      answeredAt = Date.now();
      if (run && run.state !== "running") return run;
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      if (Date.now() - answeredAt > AWAY_MS) throw new LabError("Redis was lost during the run and has not come back");
    }
    await sleep(POLL_MS);
  }
}

/**
 * Does a run to its end; Ctrl-C cancels it.
 * @param quiet without a progress line
 * @throws LabError when it may not start, or Redis is lost for good
 */
export async function doRun(request: RunRequest, quiet: boolean): Promise<Run> {
  const started = await startRun(request);
  if (!started.ok) throw new LabError(explainRunRefusal(started));
  const { id } = started.run;
  const progress = makeProgressLine(quiet);
  const cancel = () => void cancelRun(id).catch(() => {});
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  try {
    const run = await follow(id, progress.show);
    // The process of the run still tidies up behind itself.
    if (started.process.exitCode === null)
      await Promise.race([new Promise((r) => started.process.once("exit", r)), sleep(5000)]);
    return run;
  } finally {
    progress.end();
    process.off("SIGINT", cancel);
    process.off("SIGTERM", cancel);
  }
}

/** 0 when the run showed what it set out to, 1 when it did not, 2 when it failed, 130 when it was cancelled. */
export function exitCodeOf(run: Run): number {
  if (run.state === "cancelled") return 130;
  if (run.state === "failed" || !run.result) return 2;
  return run.result.ok ? 0 : 1;
}

let read = true;
/** Whether somebody still reads what is printed. */
export const isRead = (): boolean => read;

/** Whoever reads on (`| head`) may have seen enough: that is as good as Ctrl-C, and no error. */
function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    read = false;
    process.emit("SIGTERM");
  });
}

/** Gives the work a Redis: the one of the environment, else the project's own, which is started if need be. */
export async function withLabRedis<T>(work: () => Promise<T>): Promise<T> {
  endWithReader();
  let server: PrivateServer | null = null;
  if (!process.env.REDIS_URL && !process.env.REDIS_SENTINEL) {
    server = await startPrivateServer(process.env.DATA_DIR || ".data");
    process.env.REDIS_URL = server.url;
  }
  config();
  try {
    return await work();
  } finally {
    await closeRedis();
    await server?.release();
  }
}
