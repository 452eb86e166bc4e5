import { fork } from "node:child_process";
import { join, resolve as resolvePath } from "node:path";
import { z } from "zod";
import { config } from "#lib/config.ts";

/** What a worker process sends to its run. Latencies are microseconds. */
const workerMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("sample"), latencies: z.instanceof(Uint32Array), ops: z.number(), errors: z.number() }),
  z.object({ type: z.literal("message"), value: z.unknown() }),
  z.object({ type: z.literal("done"), value: z.unknown() }),
  z.object({ type: z.literal("failed"), reason: z.string() }),
]);
export type WorkerMessage = z.infer<typeof workerMessage>;
export type SampleMessage = Extract<WorkerMessage, { type: "sample" }>;

/** A process of a run. */
export interface LabWorker {
  pid: number;
  /** The result of the worker; rejects with the reason if it fails or is killed. */
  done: Promise<unknown>;
  /** Sends the worker a message. */
  send(message: unknown): void;
  /** The next message of the worker; rejects with the reason if it ends before. */
  receive(): Promise<unknown>;
  /** Sends the worker a message and waits for its next one. */
  request(message: unknown): Promise<unknown>;
}

/**
 * A load worker measures tenths of a millisecond, and would report the pauses of its own garbage collector as latency
 * of Redis. A small young generation, collected often by one thread, pauses for 5 to 15 ms instead of 30 to 80.
 */
const SHORT_PAUSES = ["--max-semi-space-size=2", "--single-threaded-gc"];

interface WorkerOptions {
  /** Name of the program in lib/lab/workers, without `.ts`. */
  program: string;
  job: unknown;
  signal: AbortSignal;
  onSample?: (message: SampleMessage) => void;
}

/**
 * Starts a worker: a separate process with its own Redis connection. It is killed when the signal aborts, and exits
 * when this process does, because its channel closes.
 */
export function startWorker({ program, job, signal, onSample }: WorkerOptions): LabWorker {
  const file = join(process.cwd(), "lib/lab/workers", `${program}.ts`);
  const child = fork(file, [], {
    serialization: "advanced",
    execArgv: program.startsWith("load") ? SHORT_PAUSES : [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Starting a process costs more than most of the work it does, so compiled code is cached.
    env: { NODE_COMPILE_CACHE: resolvePath(config().DATA_DIR, "compile-cache"), ...process.env },
  });
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    output = (output + chunk).slice(-2000);
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const messages: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  // The run may fail for another reason before it waits for this worker.
  promise.catch(() => {});
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  child.on("message", (raw) => {
    const message = workerMessage.parse(raw);
    if (message.type === "sample") onSample?.(message);
    if (message.type === "message") {
      const wake = waiting.shift();
      if (wake) wake(message.value);
      else messages.push(message.value);
    }
    if (message.type === "done") resolve(message.value);
    if (message.type === "failed") reject(new Error(message.reason));
  });
  child.on("error", reject);
  child.on("exit", (code, killedBy) => {
    signal.removeEventListener("abort", kill);
    const how = killedBy ? `was killed by ${killedBy}` : `exited with code ${code}`;
    reject(new Error(`The worker ${program} ${how}${output ? `: ${output.trim()}` : ""}`));
  });
  child.send({ job });
  const send = (message: unknown) => {
    if (child.connected) child.send({ message });
  };
  const receive = () => {
    if (messages.length > 0) return Promise.resolve(messages.shift());
    const message = new Promise<unknown>((wake) => waiting.push(wake));
    const ended = promise.then(() => {
      throw new Error(`The worker ${program} ended unexpectedly`);
    });
    return Promise.race([message, ended]);
  };
  return {
    pid: child.pid ?? 0,
    done: promise,
    send,
    receive,
    request(message) {
      send(message);
      return receive();
    },
  };
}
