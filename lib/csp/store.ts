import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { makeAddressLimit } from "#lib/redis/limits/address-limit.ts";
import { isoTime } from "#lib/time.ts";
import { type CountedViolation, describeViolation } from "./describe-violation.ts";
import type { Violation } from "./schema.ts";
import { countReportsScript } from "./scripts/count-reports.ts";

/** Fields of the hash, with `since` and `other`: about 40 kB at most. Anybody can send reports. */
export const MAX_FIELDS = 200;
/** How long counts are kept, from the first of them. */
const LIFE_SECONDS = 7 * 86_400;
/** Requests from one address. A browser sends one for each violation, or one a minute for all of them. */
const requestLimit = makeAddressLimit({ prefix: keys.limitCspReports, perHour: () => 200, perHourHere: 10_000 });

/** A kind of violation and how often it was reported. */
export interface CspReportCount extends CountedViolation {
  count: number;
}

export interface CspReportCounts {
  /** the most frequent first */
  items: CspReportCount[];
  /** when counting began, in ISO 8601; null without reports */
  since: string | null;
}

/**
 * Counts reports of violations. Two round trips, three when the limit of the address is crossed.
 * @param address of the client
 * @returns null, or the seconds to wait if too many came from the address
 */
export async function countCspReports(violations: readonly Violation[], address: string): Promise<number | null> {
  const fields = violations
    .map(describeViolation)
    .map(({ directive, blocked, page }) => `${directive} ${blocked} ${page}`);
  return withRedis(async (redis) => {
    const retryAfter = await requestLimit.consume(redis, address);
    if (retryAfter !== null) return retryAfter;
    const limits = { maxFields: MAX_FIELDS, lifeSeconds: LIFE_SECONDS };
    await countReportsScript(redis, { reports: keys.cspReports, ...limits, rest: fields });
    return null;
  });
}

/** The counts of the last days, at most 7. One round trip. */
export async function readCspReports(): Promise<CspReportCounts> {
  const { since, ...counts } = await withRedis((redis) => redis.hGetAll(keys.cspReports));
  const items = Object.entries(counts).map(([field, count]): CspReportCount => {
    const [directive = "", blocked = "other", page = "other"] = field.split(" ");
    return { directive, blocked, page, count: Number(count) };
  });
  return { items: items.sort((a, b) => b.count - a.count), since: since === undefined ? null : isoTime(Number(since)) };
}
