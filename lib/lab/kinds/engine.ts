import type { ParamsOf, RunKind, RunResult } from "#lib/lab/runs/schema.ts";
import type { LabWorker, SampleMessage } from "#lib/lab/workers/start-worker.ts";
import type { Meter } from "./meter.ts";

/** What a run has at hand. */
export interface RunContext<K extends RunKind> {
  id: string;
  params: ParamsOf<K>;
  meter: Meter;
  /** Aborts when the run is cancelled or can't go on; workers are killed then. */
  signal: AbortSignal;
  /** Has work done when the run has ended, however it ended, before its keys are removed. */
  atEnd(work: () => Promise<void>): void;
  /** Starts a process of the run; its samples go to the meter unless `onSample` takes them. */
  start(program: string, job: unknown, onSample?: (message: SampleMessage) => void): LabWorker;
}

/** The work of one kind of run. Throws to fail it; the message is shown as the reason. */
export type Engine<K extends RunKind> = (context: RunContext<K>) => Promise<RunResult>;
