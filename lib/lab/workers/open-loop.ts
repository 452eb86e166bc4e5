import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";
import type { Reporter, WorkerTools } from "./job.ts";

/** The schedule of a load at a fixed rate: operations are due at ticks, whether earlier ones were answered or not. */

const loadStep = z.object({ rate: z.number(), seconds: z.number() });
const nextStep = z.union([loadStep, z.literal("end")]);
/** Operations per second, and for how many seconds. */
export type LoadStep = z.infer<typeof loadStep>;

/** Ticks are this far apart, in milliseconds; each operation is due at a tick. */
const TICK_MS = 1;
/** How long replies are awaited after the end of a step, in milliseconds. */
const DRAIN_MS = 3000;

export const stepResult = z.object({
  sent: z.number(),
  succeeded: z.number(),
  /** Until the last reply, but at least the intended duration of the step. */
  ms: z.number(),
  /** The processor time of this process by the duration of the step: 1 is a whole core. */
  cpu: z.number(),
  /** By how much this process was late to look at what was due (p99), in milliseconds. */
  lateMs: z.number(),
});
/** What a worker has measured in a step. */
export type StepResult = z.infer<typeof stepResult>;

const now = () => Number(process.hrtime.bigint()) / 1e6;

export interface OpenLoop {
  /** The result, when every operation has been answered, or {@link DRAIN_MS} after the end. */
  done: Promise<StepResult>;
  /** Operation `n` was answered; it counts from when it was due. */
  complete(n: number, ok: boolean): void;
  /** Sends what is due, if there is room now. */
  pump(): void;
  /** Ends the step, which has failed. */
  fail(error: unknown): void;
}

/**
 * Starts a step.
 * @param send starts operation `n`, or returns false if there is no room for it: then it waits, and the wait counts as
 *   latency. It is not called before this function has returned.
 */
export function startOpenLoop({ rate, seconds }: LoadStep, send: (n: number) => boolean, report: Reporter): OpenLoop {
  const due = Math.round(rate * seconds);
  const ticks = Math.ceil((seconds * 1000) / TICK_MS);
  const late = newHistogram();
  const cpuBefore = process.cpuUsage();
  let startsAt = 0;
  const dueAt = (n: number) => startsAt + Math.ceil(((n + 1) * 1000) / rate / TICK_MS) * TICK_MS;
  const ticker = new Worker(join(import.meta.dirname, "ticker.ts"), {
    workerData: { tickMs: TICK_MS, ticks },
    execArgv: [],
  });
  const { promise, resolve, reject } = Promise.withResolvers<StepResult>();
  let [allowed, sent, answered, succeeded, lastAt] = [0, 0, 0, 0, 0];
  let over = false;
  const end = () => {
    over = true;
    void ticker.terminate();
  };
  const finish = () => {
    end();
    report.fail(due - answered);
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpu = (user + system) / 1000 / (now() - startsAt);
    resolve({
      sent,
      succeeded,
      ms: Math.max(seconds * 1000, lastAt - startsAt),
      cpu: Math.round(cpu * 1000) / 1000,
      lateMs: percentileMs(late, 99),
    });
  };
  const pump = () => {
    while (!over && sent < allowed && send(sent)) sent++;
  };
  const onTick = (tick: number) => {
    if (over) return;
    recordLatency(late, (now() - startsAt - tick * TICK_MS) * 1000);
    allowed = tick === ticks ? due : Math.min(due, Math.floor((tick * TICK_MS * rate) / 1000));
    pump();
    if (tick === ticks) setTimeout(() => !over && finish(), DRAIN_MS).unref();
  };
  ticker.once("message", (begun: number) => {
    startsAt = begun;
    ticker.on("message", onTick);
  });
  const fail = (error: unknown) => {
    if (!over) end();
    reject(error);
  };
  ticker.on("error", fail);
  return {
    done: promise,
    complete(n, ok) {
      // A reply after the end has already been counted as a failure.
      if (over) return;
      lastAt = now();
      answered++;
      if (ok) succeeded++;
      if (ok) report.add(lastAt - dueAt(n));
      else report.fail();
      pump();
      if (answered === due) finish();
    },
    pump,
    fail,
  };
}

/** Reports to be ready, then does the steps that the run asks for, one after another, until it says that it ends. */
export async function serveSteps(
  { send, receive }: WorkerTools,
  runStep: (step: LoadStep) => Promise<StepResult>,
): Promise<null> {
  await send("ready");
  for (;;) {
    const step = nextStep.parse(await receive());
    if (step === "end") return null;
    await send(await runStep(step));
  }
}
