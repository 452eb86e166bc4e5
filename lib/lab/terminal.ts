import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { OPERATOR } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { formatRate } from "#lib/lab/report/format.ts";
import { explainRunRefusal } from "#lib/lab/runs/explain-refusal.ts";
import type { Run, RunStatus } from "#lib/lab/runs/run.ts";
import { cancelRun, getRun, startRun } from "#lib/lab/runs/runs.ts";
import type { RunRequest, Sample } from "#lib/lab/runs/schema.ts";
import { readSamples } from "#lib/lab/runs/store.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";

/** Runs from a terminal, without a web server. */

const POLL_MS = 150;
/** If Redis does not answer for this long, in milliseconds, the run is no longer followed. */
const REDIS_TIMEOUT_MS = 15_000;
/** How long the process of a finished run is awaited, in milliseconds. */
const EXIT_MS = 5000;
const BAR_WIDTH = 24;

export const EXIT_CODES = { ok: 0, notOk: 1, failed: 2, notStarted: 64, cancelled: 130 } as const;

/** A run did not start, or could not be followed to its end. */
export class LabError extends Error {
  override name = "LabError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

function formatProgress(sample: Sample): string {
  const done = Math.round(sample.progress * BAR_WIDTH);
  const bar = `${"#".repeat(done)}${"-".repeat(BAR_WIDTH - done)}`;
  const left = sample.left >= 0 ? `, ${Math.ceil(sample.left)} s left` : "";
  const p99 = sample.p99 > 0 ? `, p99 ${sample.p99.toFixed(1)} ms` : "";
  return `[${bar}] ${Math.round(sample.progress * 100)} %  ${formatRate(sample.ops)}${p99}${left}  ${sample.phase}`;
}

/** On a terminal a line that is overwritten; anywhere else a new line every two seconds. */
function makeProgressLine(quiet: boolean): { show(sample: Sample): void; end(): void } {
  const { stderr } = process;
  let shownAt = 0;
  return {
    show(sample) {
      if (quiet) return;
      if (stderr.isTTY) stderr.write(`\r\x1b[K${formatProgress(sample).slice(0, (stderr.columns ?? 100) - 1)}`);
      else if (Date.now() - shownAt >= 2000) {
        shownAt = Date.now();
        stderr.write(`${formatProgress(sample)}\n`);
      }
    },
    end() {
      if (!quiet && stderr.isTTY) stderr.write("\r\x1b[K");
    },
  };
}

/** Waits until a run ends and shows its samples meanwhile. @throws LabError if Redis does not come back */
async function follow(id: string, show: (sample: Sample) => void): Promise<Run> {
  let last = "";
  const poll = async () => {
    for (const entry of await readSamples(id, last)) {
      last = entry.id;
      show(entry.sample);
    }
    return getRun(id);
  };
  for (;;) {
    const run = await retryWhileAway(poll, { everyMs: POLL_MS, forMs: REDIS_TIMEOUT_MS }).catch((error: unknown) => {
      if (!isRedisAway(error)) throw error;
      throw new LabError("The connection to Redis was lost during the run", EXIT_CODES.failed);
    });
    if (run && run.state !== "running") return run;
    await sleep(POLL_MS);
  }
}

/** The outcome is stored before the process of the run has exited. */
async function waitForExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  await Promise.race([new Promise((exited) => child.once("exit", exited)), sleep(EXIT_MS)]);
}

/**
 * Starts a run and waits for its end; Ctrl-C cancels it.
 * @param quiet without a progress line
 * @throws LabError if it cannot start, or Redis does not come back
 */
export async function doRun(request: RunRequest, quiet: boolean): Promise<Run> {
  const started = await startRun(request);
  if (!started.ok) throw new LabError(explainRunRefusal(started), EXIT_CODES.notStarted);
  const { id } = started.run;
  await recordEvent({ what: "run-started", who: OPERATOR, on: `run:${id}`, after: `kind: ${request.kind}` });
  const progress = makeProgressLine(quiet);
  const cancel = () => void cancelRun(id).catch(() => {});
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  try {
    const run = await follow(id, progress.show);
    await waitForExit(started.process);
    return run;
  } finally {
    progress.end();
    process.off("SIGINT", cancel);
    process.off("SIGTERM", cancel);
  }
}

/** 0 if the run achieved what was asked of it, 1 if not, 2 if it failed, 130 if it was cancelled. */
export function exitCodeOf({ state, result }: RunStatus): number {
  if (state === "cancelled") return EXIT_CODES.cancelled;
  if (state === "failed" || !result) return EXIT_CODES.failed;
  return result.ok ? EXIT_CODES.ok : EXIT_CODES.notOk;
}
