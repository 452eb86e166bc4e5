import type { RequestOf, RunKind, RunResult } from "#lib/lab/runs/schema.ts";
import type { LabWorker, SampleMessage } from "#lib/lab/workers/start-worker.ts";
import type { Meter } from "./meter.ts";

/** What the engine of a run has to work with. */
export interface RunContext<K extends RunKind> {
  id: string;
  request: RequestOf<K>;
  meter: Meter;
  /** Aborts when the run is cancelled or cannot go on; its workers are killed then. */
  signal: AbortSignal;
  /** Registers work to do after the run has ended, whatever its outcome, and before its keys are deleted. */
  addCleanUp(work: () => Promise<void>): void;
  /**
   * Registers how to make the result of what has been measured so far, should the run be cancelled. Without it the meter
   * is all there is.
   */
  onCancel(makeResult: () => RunResult | null): void;
  /** Starts a worker process of the run; its samples go to the meter unless `onSample` handles them. */
  start(program: string, job: unknown, onSample?: (message: SampleMessage) => void): LabWorker;
}

/** Executes one kind of run. If it throws, the run has failed, and the message is shown as the reason. */
export type Engine<K extends RunKind> = (context: RunContext<K>) => Promise<RunResult>;
