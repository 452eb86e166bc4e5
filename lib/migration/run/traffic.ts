import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { emptyReport, type ShoppersJob, type ShoppersReport, shoppersReport } from "./messages.ts";
import { LIVES } from "./population.ts";

/** The processes of the shoppers, and what they tell together. */

/** Latencies and counts of reads are those of so many reports. */
const WINDOW_MS = 5000;

interface Window {
  at: number;
  report: ShoppersReport;
}

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000;

/** Percentiles in milliseconds. @param micros latencies */
export function latencyOf(micros: readonly number[]): { p50: number; p99: number; count: number } {
  const sorted = micros.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), count: sorted.length };
}

/** Shoppers who shop until they are stopped. One whose process dies begins anew. */
export class Traffic {
  /** what happened since they began */
  readonly total = { acknowledged: 0, failed: 0, signOuts: 0, lostLines: 0 };
  private readonly windows: Window[] = [];
  private readonly children = new Map<ShoppersJob, ChildProcess>();
  private readonly onLoss: (what: string) => void;
  private isStopped = false;
  private dropped = 0;

  /** @param onLoss is told what was lost, in words */
  constructor(onLoss: (what: string) => void) {
    this.onLoss = onLoss;
  }

  start(job: ShoppersJob): void {
    const file = join(process.cwd(), "lib/migration/run/shoppers.ts");
    const child = fork(file, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced" });
    this.children.set(job, child);
    child.on("message", (message) => this.note(shoppersReport.parse(message)));
    child.once("exit", () => {
      this.children.delete(job);
      // The shoppers of a process that died have forgotten what they were told: they come in anew.
      if (!this.isStopped) this.start({ ...job, life: job.life + LIVES });
    });
    child.send(job);
    if (this.dropped > 0) child.send({ drop: this.dropped });
  }

  private note(report: ShoppersReport): void {
    for (const name of ["acknowledged", "failed", "signOuts", "lostLines"] as const) this.total[name] += report[name];
    for (const loss of report.losses) this.onLoss(loss);
    const at = performance.now();
    this.windows.push({ at, report });
    while ((this.windows[0]?.at ?? at) < at - WINDOW_MS) this.windows.shift();
  }

  /** What happened in the last five seconds. */
  recent(): ShoppersReport {
    const sum = emptyReport();
    for (const { report } of this.windows) {
      sum.acknowledged += report.acknowledged;
      sum.failed += report.failed;
      sum.repaired += report.repaired;
      sum.sql.push(...report.sql);
      sum.redis.push(...report.redis);
      sum.requests.push(...report.requests);
    }
    return sum;
  }

  /** Begins the window anew. */
  forget(): void {
    this.windows.length = 0;
  }

  /** Lets this share of the changes not reach the store that follows, 0 to 1. */
  drop(share: number): void {
    this.dropped = share;
    for (const child of this.children.values()) child.send({ drop: share });
  }

  /** Kills one of the processes, as the kernel does. */
  kill(): void {
    const [child] = this.children.values();
    child?.kill("SIGKILL");
  }

  stop(): void {
    this.isStopped = true;
    for (const child of this.children.values()) child.kill("SIGKILL");
  }
}
