import { z } from "zod";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import type { WorkerMessage } from "./start-worker.ts";

/** Samples leave a worker so often, in milliseconds: often enough that a run's five windows a second hold much the same. */
const REPORT_MS = 20;

const envelope = z.object({ job: z.unknown().optional(), told: z.unknown().optional() });

function send(message: WorkerMessage): Promise<void> {
  return new Promise((sent) => {
    if (process.send) process.send(message, undefined, undefined, () => sent());
    else sent();
  });
}

/** Latencies on their way to the run, sent fifty times a second. */
export interface Reporter {
  /** One operation that took so many milliseconds; `ops` when it stands for several. */
  add(ms: number, ops?: number): void;
  fail(count?: number): void;
}

/** What a worker program has at hand besides its job. */
export interface WorkerTools {
  report: Reporter;
  /** Tells the run something that is no sample, after all samples so far. */
  note(value: unknown): Promise<void>;
  /** Waits for the next thing that the run tells. */
  hear(): Promise<unknown>;
}

function makeReporter(): { reporter: Reporter; flush: () => Promise<void> } {
  let latencies = new Uint32Array(1024);
  let [length, ops, errors] = [0, 0, 0];
  const flush = async () => {
    if (ops === 0 && errors === 0) return;
    const message = { type: "sample", latencies: latencies.slice(0, length), ops, errors } as const;
    [length, ops, errors] = [0, 0, 0];
    await send(message);
  };
  const reporter: Reporter = {
    add(ms, count = 1) {
      if (length === latencies.length) {
        const wider = new Uint32Array(length * 2);
        wider.set(latencies);
        latencies = wider;
      }
      latencies[length++] = Math.round(ms * 1000);
      ops += count;
    },
    fail(count = 1) {
      errors += count;
    },
  };
  return { reporter, flush };
}

/**
 * The main function of a worker program: waits for the job, does it, sends what came out, and ends.
 * @param schema of the job
 */
export function doJob<T extends z.ZodType>(
  schema: T,
  work: (job: z.output<T>, tools: WorkerTools) => Promise<unknown>,
): void {
  const heard: unknown[] = [];
  let wake: (() => void) | undefined;
  const { reporter, flush } = makeReporter();
  const timer = setInterval(() => void flush(), REPORT_MS);
  const tools: WorkerTools = {
    report: reporter,
    async note(value) {
      await flush();
      await send({ type: "note", value });
    },
    async hear() {
      while (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard.shift();
    },
  };
  const begin = async (job: unknown) => {
    try {
      const value = await work(schema.parse(job), tools);
      await flush();
      await send({ type: "done", value });
    } catch (error) {
      await flush();
      const reason = error instanceof Error ? error.message : String(error);
      await send({ type: "failed", reason: isRedisAway(error) ? `Redis was lost during the run (${reason})` : reason });
    }
    clearInterval(timer);
    process.exit(0);
  };
  process.on("message", (raw) => {
    const { job, told } = envelope.parse(raw);
    if (job !== undefined) void begin(job);
    if (told !== undefined) {
      heard.push(told);
      wake?.();
    }
  });
  process.on("disconnect", () => process.exit(1));
}
