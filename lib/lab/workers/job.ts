import { z } from "zod";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import type { WorkerMessage } from "./start-worker.ts";

/** How often a worker sends its samples, in milliseconds: often enough that the run's five windows a second are even. */
const REPORT_MS = 20;

const envelope = z.object({ job: z.unknown().optional(), message: z.unknown().optional() });

function sendToRun(message: WorkerMessage): Promise<void> {
  return new Promise((sent) => {
    if (process.send) process.send(message, undefined, undefined, () => sent());
    else sent();
  });
}

/** Collects latencies and sends them to the run fifty times a second. */
export interface Reporter {
  /** Records the latency of one operation, in milliseconds; `ops` if it stands for several. */
  add(ms: number, ops?: number): void;
  /** Records operations that failed. */
  fail(count?: number): void;
}

/** What a worker program has to work with besides its job. */
export interface WorkerTools {
  report: Reporter;
  /** Sends the run a message, after all samples so far. */
  send(value: unknown): Promise<void>;
  /** Waits for the next message of the run. */
  receive(): Promise<unknown>;
}

function makeReporter(): { reporter: Reporter; flush: () => Promise<void> } {
  let latencies = new Uint32Array(1024);
  let [length, ops, errors] = [0, 0, 0];
  const flush = async () => {
    if (ops === 0 && errors === 0) return;
    const message = { type: "sample", latencies: latencies.slice(0, length), ops, errors } as const;
    [length, ops, errors] = [0, 0, 0];
    await sendToRun(message);
  };
  const reporter: Reporter = {
    add(ms, count = 1) {
      if (length === latencies.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(latencies);
        latencies = larger;
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
 * The main function of a worker program: waits for the job, does it, sends the result, and exits.
 * @param schema of the job
 */
export function doJob<T extends z.ZodType>(
  schema: T,
  work: (job: z.output<T>, tools: WorkerTools) => Promise<unknown>,
): void {
  const received: unknown[] = [];
  let wake: (() => void) | undefined;
  const { reporter, flush } = makeReporter();
  const timer = setInterval(() => void flush(), REPORT_MS);
  const tools: WorkerTools = {
    report: reporter,
    async send(value) {
      await flush();
      await sendToRun({ type: "message", value });
    },
    async receive() {
      while (received.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.shift();
    },
  };
  const begin = async (job: unknown) => {
    try {
      const value = await work(schema.parse(job), tools);
      await flush();
      await sendToRun({ type: "done", value });
    } catch (error) {
      await flush();
      const reason = error instanceof Error ? error.message : String(error);
      const failure = isRedisAway(error) ? `The connection to Redis was lost during the run (${reason})` : reason;
      await sendToRun({ type: "failed", reason: failure });
    }
    clearInterval(timer);
    process.exit(0);
  };
  process.on("message", (raw) => {
    const { job, message } = envelope.parse(raw);
    if (job !== undefined) void begin(job);
    if (message !== undefined) {
      received.push(message);
      wake?.();
    }
  });
  process.on("disconnect", () => process.exit(1));
}
