"use client";

import { useEffect, useState } from "react";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import { askedPercent } from "./phase-text.ts";

/** What the charts show of one moment. Times are milliseconds, null where nobody has read from that store. */
export interface MigrationSample {
  /** ISO 8601 */
  at: string;
  sqlP50: number | null;
  sqlP99: number | null;
  redisP50: number | null;
  redisP99: number | null;
  /** share of the reads that Redis should answer, in percent; and that it has answered */
  asked: number;
  seen: number;
  outbox: number;
}

/** How far back the charts go, in seconds. */
export const HISTORY_SECONDS = 600;

/** Kept here, so that it is still there when somebody comes back from another page. */
const kept: { startedAt: string | null; samples: readonly MigrationSample[] } = { startedAt: null, samples: [] };

function sampleOf(status: MigrationStatus, at: string): MigrationSample {
  const { sql, redis, redisShare } = status.reads;
  const known = ({ count }: typeof sql, value: number) => (count === 0 ? null : value);
  return {
    at,
    ...{ sqlP50: known(sql, sql.p50), sqlP99: known(sql, sql.p99) },
    ...{ redisP50: known(redis, redis.p50), redisP99: known(redis, redis.p99) },
    ...{ asked: askedPercent(status), seen: redisShare * 100, outbox: status.outbox.length },
  };
}

/** The samples of the last ten minutes of this migration, one for each answer of the store. */
export function useMigrationHistory(status: MigrationStatus, answeredAt: string): readonly MigrationSample[] {
  const [samples, setSamples] = useState<readonly MigrationSample[]>([]);
  useEffect(() => {
    if (kept.startedAt !== status.startedAt) Object.assign(kept, { startedAt: status.startedAt, samples: [] });
    const last = kept.samples.at(-1);
    const first = Date.parse(answeredAt) - HISTORY_SECONDS * 1000;
    if (status.running && (!last || last.at < answeredAt))
      kept.samples = [...kept.samples.filter(({ at }) => Date.parse(at) > first), sampleOf(status, answeredAt)];
    setSamples(kept.samples);
  }, [status, answeredAt]);
  return samples;
}
