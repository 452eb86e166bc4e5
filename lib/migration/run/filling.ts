import { backfillStep } from "#lib/migration/backfill.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";
import { BEGINNING, type Position, type Walkable } from "#lib/migration/records/walk.ts";

const BATCH = 500;

/** A store being filled from the other one, step by step. */
export class Filling {
  done = 0;
  /** 0 where it is not known */
  total = 0;
  /** when it began, as performance.now() counts */
  private begunAt = performance.now();
  /** where it goes on; null once it is complete */
  private position: Position | null;

  /** @param isComplete whether there is nothing to do before {@link begin} */
  constructor(isComplete: boolean) {
    this.position = isComplete ? null : BEGINNING;
  }

  get isComplete(): boolean {
    return this.position === null;
  }

  /** Records a second since it began. */
  get perSecond(): number {
    return Math.round(this.done / Math.max(1, (performance.now() - this.begunAt) / 1000));
  }

  begin(total = 0): void {
    [this.done, this.total, this.position, this.begunAt] = [0, total, BEGINNING, performance.now()];
  }

  /** Writes the next records. @returns whether there were any */
  async step(source: Walkable, target: RecordStore): Promise<boolean> {
    if (!this.position) return false;
    const { next, count } = await backfillStep(source, target, this.position, BATCH);
    this.done += count;
    // Sessions begin meanwhile.
    this.total = Math.max(this.total, this.done);
    this.position = next;
    return true;
  }
}
