import { setTimeout as sleep } from "node:timers/promises";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { retryInBackground } from "#lib/redis/tasks/retry.ts";
import { announceImported, announceLists } from "#lib/sku/changes.ts";
import { changeStock, editSku, type SkuWrite } from "#lib/sku/edit/edit.ts";
import { writeSkus } from "#lib/sku/edit/write-many.ts";
import { STOCK_CHANGE, type Step } from "./plan/plan.ts";
import type { RowError } from "./table/row-error.ts";

type Work = Exclude<Step, { kind: "same" }>;

/** SKUs written at once: about 2 ms of work for Redis, which delays no other client noticeably. */
const BATCH = 50;
/** After a batch others have this share of the time that it took. */
const PAUSE_SHARE = 0.25;
/** Between two announcements that lists are out of date, in milliseconds. */
const LISTS_EVERY_MS = 5000;

/** The error of a change of stock that came too late. */
const tooLate = (line: number): RowError => ({
  line,
  field: STOCK_CHANGE,
  message: "was not changed: the SKU has been sold or removed meanwhile",
});

/** What was written so far. */
export interface Written {
  created: number;
  changed: number;
  errors: RowError[];
}

const writeOf = (step: Work): SkuWrite[] => {
  if (step.kind === "create") return [{ kind: "create", sku: step.sku }];
  return Object.keys(step.edit).length > 0 ? [{ kind: "edit", id: step.id, edit: step.edit }] : [];
};

async function changeStocks(redis: Redis, steps: readonly Work[], operation: string): Promise<RowError[]> {
  const changing = steps.flatMap((step) => (step.kind === "change" && step.stockChange !== 0 ? [step] : []));
  if (changing.length === 0) return [];
  const stocks = await Promise.all(
    changing.map(({ id, stockChange }) => changeStock(redis, id, stockChange, operation)),
  );
  await announceImported(
    redis,
    changing.map(({ id }) => id),
  );
  return changing.flatMap(({ line }, i) => (typeof stocks[i] === "number" ? [] : tooLate(line)));
}

/** Carries steps out. May be repeated. */
async function applyBatch(redis: Redis, steps: readonly Work[], operation: string): Promise<RowError[]> {
  const writing = steps.flatMap((step) => writeOf(step).map((write) => ({ step, write })));
  const written = await writeSkus(
    redis,
    writing.map(({ write }) => write),
  );
  const errors: RowError[] = [];
  for (const [i, { step, write }] of writing.entries()) {
    if (written[i] === "written") continue;
    if (written[i] === "no-picture") {
      errors.push({ line: step.line, field: "image", message: "was removed meanwhile; the row was not written" });
    } else if (write.kind === "create") {
      // Somebody else, or an earlier attempt, has created it since it was read; then its stock is left alone.
      const { id, stock: _, ...edit } = write.sku;
      await editSku(id, edit);
    } else errors.push({ line: step.line, field: "", message: "The SKU has been removed meanwhile" });
  }
  return [...errors, ...(await changeStocks(redis, steps, operation))];
}

/**
 * Carries out what was planned, slowly enough for shoppers not to notice. While Redis is away it waits for 20 s.
 * @param proceed told what was written after each batch; false stops
 * @throws RedisUnavailableError
 */
export async function applySteps(
  steps: readonly Work[],
  operation: string,
  proceed: (written: Written) => boolean | Promise<boolean>,
): Promise<Written> {
  const written: Written = { created: 0, changed: 0, errors: [] };
  const inRedis = <T>(work: (redis: Redis) => Promise<T>) => retryInBackground(() => withRedis(work));
  let announcedAt = performance.now();
  try {
    for (let at = 0; at < steps.length; at += BATCH) {
      const startedAt = performance.now();
      const batch = steps.slice(at, at + BATCH);
      written.errors.push(...(await inRedis((redis) => applyBatch(redis, batch, operation))));
      for (const { kind } of batch) written[kind === "create" ? "created" : "changed"]++;
      if (performance.now() - announcedAt > LISTS_EVERY_MS) {
        await inRedis(announceLists);
        announcedAt = performance.now();
      }
      if (!(await proceed(written))) break;
      await sleep((performance.now() - startedAt) * PAUSE_SHARE);
    }
  } finally {
    if (steps.length > 0) await inRedis(announceLists).catch(() => {});
  }
  return written;
}
