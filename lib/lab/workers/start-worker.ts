import { fork } from "node:child_process";
import { join, resolve as resolvePath } from "node:path";
import { z } from "zod";
import { config } from "#lib/config.ts";

/** What a worker process tells its run. Latencies are microseconds. */
export const workerMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("sample"), latencies: z.instanceof(Uint32Array), ops: z.number(), errors: z.number() }),
  z.object({ type: z.literal("note"), value: z.unknown() }),
  z.object({ type: z.literal("done"), value: z.unknown() }),
  z.object({ type: z.literal("failed"), reason: z.string() }),
]);
export type WorkerMessage = z.infer<typeof workerMessage>;
export type SampleMessage = Extract<WorkerMessage, { type: "sample" }>;

/** A process of a run. */
export interface LabWorker {
  pid: number;
  /** What the worker found out; rejects with the reason when it fails or is killed. */
  done: Promise<unknown>;
  /** Tells the worker something while it works. */
  tell(message: unknown): void;
  /** The next thing that the worker says; rejects with the reason when it ends before. */
  next(): Promise<unknown>;
  /** Tells the worker something and waits for what it says next. */
  ask(message: unknown): Promise<unknown>;
}

/**
 * A load worker measures tenths of a millisecond, and would count the pauses of its own garbage collector as latency of
 * Redis: a small young generation, collected often by one thread, pauses for 5 to 15 ms instead of 30 to 80.
 */
const SHORT_PAUSES = ["--max-semi-space-size=2", "--single-threaded-gc"];

interface WorkerOptions {
  /** Name of the program in lib/lab/workers. */
  program: string;
  job: unknown;
  signal: AbortSignal;
  onSample?: (message: SampleMessage) => void;
}

/**
 * Starts a worker: a process of its own with a Redis connection of its own. It is killed when the signal aborts, and
 * ends by itself when this process goes, because its channel closes.
 */
export function startWorker({ program, job, signal, onSample }: WorkerOptions): LabWorker {
  const file = join(process.cwd(), "lib/lab/workers", `${program}.ts`);
  const child = fork(file, [], {
    serialization: "advanced",
    execArgv: program === "load" ? SHORT_PAUSES : [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Starting a process costs more than most of what it does: what is compiled once is kept.
    env: { ...process.env, NODE_COMPILE_CACHE: resolvePath(config().DATA_DIR, "compile-cache") },
  });
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    printed = (printed + chunk).slice(-2000);
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const notes: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  // The run may fail by something else before it looks at this worker.
  promise.catch(() => {});
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  child.on("message", (raw) => {
    const message = workerMessage.parse(raw);
    if (message.type === "sample") onSample?.(message);
    if (message.type === "note") {
      const wake = waiting.shift();
      if (wake) wake(message.value);
      else notes.push(message.value);
    }
    if (message.type === "done") resolve(message.value);
    if (message.type === "failed") reject(new Error(message.reason));
  });
  child.on("error", reject);
  child.on("exit", (code, killedBy) => {
    signal.removeEventListener("abort", kill);
    const why = killedBy ? `was killed by ${killedBy}` : `ended with code ${code}`;
    reject(new Error(`The worker ${program} ${why}${printed ? `: ${printed.trim()}` : ""}`));
  });
  child.send({ job });
  const tell = (message: unknown) => {
    if (child.connected) child.send({ told: message });
  };
  const next = () => {
    if (notes.length > 0) return Promise.resolve(notes.shift());
    const note = new Promise<unknown>((wake) => waiting.push(wake));
    const ended = promise.then(() => {
      throw new Error(`The worker ${program} ended before it was expected to`);
    });
    return Promise.race([note, ended]);
  };
  return {
    pid: child.pid ?? 0,
    done: promise,
    tell,
    next,
    ask(message) {
      tell(message);
      return next();
    },
  };
}
