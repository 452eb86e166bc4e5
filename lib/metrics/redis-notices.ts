import { withRedis } from "#lib/redis/client.ts";
import { listDamaged } from "#lib/redis/damaged.ts";
import { readStoreInfo, type ServerInfo } from "#lib/redis/server/server-info.ts";
import { readSnapshotRule } from "#lib/redis/server/snapshot-rule.ts";
import { REFUSALS } from "#lib/redis/trouble.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { SAVES_NOTHING } from "./alerts.ts";

/** Something about Redis that an operator has to know, in sentences: what it means, and what to do. */
export interface RedisNotice {
  title: string;
  text: string;
}

/** A notice when Redis may throw away what the store needs. */
export function noticeOfEviction({ maxmemory_policy: policy }: Pick<ServerInfo, "maxmemory_policy">): RedisNotice[] {
  if (!policy.startsWith("allkeys-")) return [];
  const text =
    "When its memory is full, Redis throws away any key: accounts, orders and stock too. " +
    "Set maxmemory-policy to noeviction, or to volatile-lru.";
  return [{ title: `Redis evicts by ${policy}`, text }];
}

/** A notice when Redis keeps nothing on a disk. One round trip where INFO does not rule it out. */
export async function readNoticeOfLoss({ permitted, aof_enabled }: ServerInfo): Promise<RedisNotice[]> {
  if (!permitted || aof_enabled === 1) return [];
  return (await withRedis(readSnapshotRule)) === "" ? [SAVES_NOTHING] : [];
}

const MAX_NAMED = 10;

/** A notice of the keys that are not what they should be. */
function noticeOfDamage(names: readonly string[]): RedisNotice[] {
  if (names.length === 0) return [];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  const text = `They count as absent since this process started: ${names.slice(0, MAX_NAMED).join(", ")}${more}.`;
  return [{ title: "Keys are not what they should be", text }];
}

/** What an operator has to know of Redis now, the most urgent first. One round trip, two without an append-only file. */
export async function readRedisNotices(): Promise<RedisNotice[]> {
  const [refused, info] = await withRedis((redis) => Promise.all([probeWrites(redis), readStoreInfo(redis)]));
  const readOnly = refused && {
    title: `The store is read-only (${refused})`,
    text: `It can be read but not changed: ${REFUSALS[refused].cause}. ${REFUSALS[refused].remedy} It recovers by itself.`,
  };
  return [
    ...(readOnly ? [readOnly] : []),
    ...noticeOfEviction(info),
    ...(await readNoticeOfLoss(info)),
    ...noticeOfDamage(listDamaged()),
  ];
}
