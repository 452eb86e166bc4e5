import type { TestContext } from "vitest";

/** What a fault did to the store, as `npm run test:faults` prints it. What a test does not measure is left out. */
export interface FaultResult {
  /** what was done, such as "primary killed, Sentinel, replica 1 s behind" */
  fault: string;
  /** how often it was done */
  times: number;
  /** how many requests got which answer: a status, or `none` where the connection broke */
  replies?: Readonly<Record<string, number>>;
  /** the slowest reply, in milliseconds */
  slowestMs?: number;
  /** the longest time in which changes were refused, in milliseconds */
  outageMs?: number;
  /** what had been confirmed and is gone, such as `{ orders: 0, carts: 2 }` */
  lost?: Readonly<Record<string, number>>;
  /** what was done twice, such as units that were sold twice */
  doubled?: number;
  /** from the end of the fault until everything worked again, in milliseconds */
  recoveryMs?: number;
}

declare module "vitest" {
  interface TaskMeta {
    faults?: FaultResult[];
  }
}

/** Whether `npm run test:faults` runs, which has built the pages. */
export const isFull = process.env.FAULTS === "full";

/** How often a test repeats a fault: a few times in `npm test`, many times in `npm run test:faults`. */
export const repetitions = <T>(few: T, many: T): T => (isFull ? many : few);

/** Adds a row to the table of `npm run test:faults`. @param context what vitest passes to the test */
export function recordFault({ task }: TestContext, result: FaultResult): void {
  task.meta.faults = [...(task.meta.faults ?? []), result];
}
