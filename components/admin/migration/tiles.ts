import { formatMs, formatNumber, type Tile } from "#components/admin/overview/tiles.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";

/** Below this share the speed of the backfill says little about how long it takes. */
const LEAST_SHARE = 0.01;

/** A figure that is wrong as soon as it is not 0. */
export interface MigrationTile extends Tile {
  /** what is wrong, where something is */
  wrong?: string | undefined;
}

export interface MigrationTiles {
  title: string;
  tiles: MigrationTile[];
}

const wrongAbove0 = (count: number, what: string) => (count > 0 ? what : undefined);

/** What shoppers have noticed: of sign-outs and lost lines the point is that there are none. */
export function shopperTiles({ traffic }: MigrationStatus): MigrationTile[] {
  const { acknowledged, failed, signOuts, lostLines } = traffic;
  return [
    {
      label: "Sign-outs",
      value: formatNumber(signOuts),
      note: "should be 0",
      wrong: wrongAbove0(signOuts, "Signed out"),
    },
    {
      label: "Lost cart lines",
      value: formatNumber(lostLines),
      note: "should be 0",
      wrong: wrongAbove0(lostLines, "Acknowledged, then lost"),
    },
    { label: "Acknowledged", value: formatNumber(acknowledged), note: "requests" },
    { label: "Failed", value: formatNumber(failed), note: "requests answered with an error" },
  ];
}

/** About how long the backfill still takes; empty while nobody can know. */
export function etaOf({ done, total, perSecond }: MigrationStatus["backfill"]): string {
  if (total === 0 || done >= total || done / total < LEAST_SHARE || perSecond <= 0) return "";
  const seconds = Math.ceil((total - done) / perSecond);
  return seconds < 120 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

function readTiles({ reads }: MigrationStatus): MigrationTile[] {
  const of = ({ count, p99, p50 }: typeof reads.sql) =>
    count === 0
      ? { value: "–", note: "no reads in the last 5 s" }
      : { value: formatMs(p99), note: `p50 ${formatMs(p50)}, ${formatNumber(count)} reads in 5 s` };
  return [
    { label: "PostgreSQL p99", ...of(reads.sql) },
    { label: "Redis p99", ...of(reads.redis) },
    {
      label: "Repaired",
      value: formatNumber(reads.repaired),
      note: "reads in the last 5 s that Redis had wrong or not at all",
    },
  ];
}

function copyTiles({ outbox, backfill, shadow, mismatches }: MigrationStatus): MigrationTile[] {
  const { done, total } = backfill;
  const share = total === 0 ? "not begun" : `${((done / total) * 100).toFixed(0)} % of ${formatNumber(total)}`;
  const { explained, ...unexplained } = mismatches;
  const sum = Object.values(unexplained).reduce((all, count) => all + count, 0);
  const byClass = Object.entries(unexplained).map(([name, count]) => `${formatNumber(count)} ${name}`);
  return [
    {
      label: "Outbox",
      value: formatNumber(outbox.length),
      note: outbox.length === 0 ? "nothing waits" : `oldest ${formatMs(outbox.oldestMs)}`,
    },
    { label: "Backfill", value: formatNumber(done), note: [share, etaOf(backfill)].filter(Boolean).join(", ") },
    {
      label: "Shadow reads",
      value: formatNumber(shadow.reads),
      note: `nothing unexplained for ${formatNumber(shadow.secondsWithout)} s`,
    },
    {
      label: "Mismatches",
      value: formatNumber(sum),
      note: `${byClass.join(", ")}; beside them ${formatNumber(explained)} explained`,
    },
  ];
}

/** All figures of a migration, in groups. */
export function tilesOf(status: MigrationStatus): MigrationTiles[] {
  return [
    { title: "What shoppers notice", tiles: shopperTiles(status) },
    { title: "Reads", tiles: readTiles(status) },
    { title: "Copies and comparison", tiles: copyTiles(status) },
  ];
}
