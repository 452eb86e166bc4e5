import { withRedis } from "#lib/redis/client.ts";
import { retryInBackground } from "#lib/redis/tasks/retry.ts";
import { wasRestocked } from "#lib/sku/edit/edit.ts";
import type { AdaptedRow } from "#lib/sku/import/formats/adapt.ts";
import type { Notes } from "#lib/sku/import/formats/notes.ts";
import type { RowError, RowErrors } from "#lib/sku/import/table/row-error.ts";
import { findMissingPictures, NO_PICTURE } from "#lib/sku/picture/uses.ts";
import { getSkus } from "#lib/sku/store.ts";
import { type FieldChange, leavesStock, type PlanOptions, planStep, type Step } from "./plan.ts";
import { type ReadRow, readRow } from "./read-row.ts";

/** SKUs read at once: about 2 ms of work for Redis. */
const BATCH = 100;
/** Changes that are kept to be shown; the others are counted. */
const MAX_CHANGES = 100;

export interface PlannerOptions extends Omit<PlanOptions, "onDefault"> {
  /** whether a comma may be the decimal point of a price */
  decimalComma: boolean;
  /** the id under which the changes of stocks count once; "" for none */
  operation: string;
}

/** Decides what an import does, row by row, with a look at the SKUs that exist; writes nothing. */
export class Planner {
  readonly steps: Exclude<Step, { kind: "same" }>[] = [];
  readonly changes: FieldChange[] = [];
  readonly counts = { created: 0, changed: 0, same: 0, stockLeft: 0, changeCount: 0 };
  readonly #options: PlannerOptions;
  readonly #notes: Notes;
  readonly #errors: RowErrors;
  readonly #seen = new Map<string, { line: number; rawId: string }>();
  #waiting: ReadRow[] = [];

  constructor(options: PlannerOptions, notes: Notes, errors: RowErrors) {
    this.#options = options;
    this.#notes = notes;
    this.#errors = errors;
  }

  /** Takes rows. One round trip for a hundred of them, two where stocks are changed. @throws RedisUnavailableError */
  async add(rows: readonly AdaptedRow[]): Promise<void> {
    for (const { line, cells, rawId } of rows) {
      const { row, errors } = readRow(line, cells, this.#options.decimalComma);
      this.#errors.add(...errors);
      const repeated = this.#findRepeated(row, rawId);
      if (repeated) this.#errors.add(repeated);
      else if (errors.length === 0) this.#waiting.push(row);
      if (this.#waiting.length >= BATCH) await this.flush();
    }
  }

  #findRepeated({ id, line }: ReadRow, rawId: string): RowError | null {
    if (id === "") return null;
    const earlier = this.#seen.get(id);
    if (!earlier) {
      this.#seen.set(id, { line, rawId });
      return null;
    }
    const message =
      earlier.rawId === rawId
        ? `is in line ${earlier.line} already`
        : `becomes ${id}, as ${earlier.rawId} in line ${earlier.line} does`;
    return { line, field: "id", message };
  }

  /** Stocks that this very import has changed before it was interrupted stay as they are. */
  async #dropRepeatedChanges(rows: readonly ReadRow[]): Promise<void> {
    const { operation } = this.#options;
    const changing = rows.filter(({ stockChange = 0 }) => stockChange !== 0);
    if (operation === "" || changing.length === 0) return;
    const ids = changing.map(({ id }) => id);
    const done = await retryInBackground(() => withRedis((redis) => wasRestocked(redis, ids, operation)));
    for (const [i, row] of changing.entries()) if (done[i]) row.stockChange = 0;
  }

  /** Plans the rows that are waiting. */
  async flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    const found = await retryInBackground(() => getSkus(rows.map(({ id }) => id)));
    await this.#dropRepeatedChanges(rows);
    const byId = new Map(found.map((sku) => [sku.id, sku]));
    // A picture that a SKU has already may be gone: that is no reason to refuse the rest of a table that was exported.
    const hasNewPicture = ({ id, values: { image } }: ReadRow) => image !== undefined && image !== byId.get(id)?.image;
    const images = rows.filter(hasNewPicture).map(({ values }) => values.image ?? "");
    const missing = await retryInBackground(() => findMissingPictures(images));
    const { setStock } = this.#options;
    const onDefault = (field: "category" | "stock") => this.#noteDefault(field);
    for (const row of rows) {
      const before = byId.get(row.id);
      if (hasNewPicture(row) && missing.has(row.values.image ?? "")) {
        this.#errors.add({ line: row.line, field: "image", message: NO_PICTURE });
        continue;
      }
      const step = planStep(row, before, { ...this.#options, onDefault });
      if (leavesStock(row, before, setStock)) this.counts.stockLeft++;
      if (Array.isArray(step)) this.#errors.add(...step);
      else this.#take(step);
    }
  }

  #noteDefault(field: "category" | "stock"): void {
    const { defaults } = this.#options;
    if (field === "category") this.#notes.add("noCategory", `put into ${defaults?.category}`);
    else this.#notes.add("noStock", `set to ${defaults?.stock}`);
  }

  #take(step: Step): void {
    if (step.kind === "same") {
      this.counts.same++;
      return;
    }
    if (step.kind === "create") this.counts.created++;
    else {
      this.counts.changed++;
      this.counts.changeCount += step.changes.length;
      this.changes.push(...step.changes.slice(0, Math.max(0, MAX_CHANGES - this.changes.length)));
    }
    // With an error nothing is written.
    if (this.#errors.count > 0) this.steps.length = 0;
    else this.steps.push(step);
  }
}
