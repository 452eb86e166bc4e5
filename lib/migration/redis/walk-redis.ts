import type { StoredRecord } from "#lib/migration/records/record.ts";
import type { Kind, Walkable } from "#lib/migration/records/walk.ts";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import type { RedisStore } from "./redis-store.ts";

/** A family of keys that belongs to records of a kind. Only what is migrated has versions. */
interface Family {
  before: string;
  after: string;
}

const familyOf = (key: (name: string) => string): Family => {
  const [before = "", after = ""] = key("*").split("*", 2);
  return { before, after };
};

const FAMILIES: Readonly<Record<Kind, readonly Family[]>> = {
  user: [familyOf(keys.user)],
  session: [familyOf(keys.session), familyOf(keys.sessionGone)],
  line: [familyOf(keys.cartVersions)],
};

/** Walks through the records in Redis: for the way back, where SQL has to be filled. A position is `<family> <node> <cursor>`. */
export function walkRedis(redis: Redis, store: RedisStore): Walkable {
  async function recordsOf(kind: Kind, names: readonly string[]): Promise<StoredRecord[]> {
    if (kind === "line") return (await Promise.all(names.map((owner) => store.readCart(owner)))).flat();
    const keysOfKind = names.map((name) =>
      kind === "user" ? ({ kind, id: name } as const) : ({ kind, sid: name } as const),
    );
    const found = await Promise.all(keysOfKind.map((key) => store.read(key)));
    return found.filter((record) => record !== null);
  }

  return {
    async page(kind, after, limit) {
      const [familyText = "0", nodeText = "0", cursor = "0"] = after === "" ? [] : after.split(" ");
      const [family, node] = [Number(familyText), Number(nodeText)];
      const primaries = await listPrimaries(redis);
      const { before = "", after: end = "" } = FAMILIES[kind][family] ?? {};
      const primary = primaries[node];
      const page = await primary?.scan(cursor, {
        MATCH: `${before}*${end}`,
        COUNT: limit,
      });
      const names = (page?.keys ?? []).map((key) => key.slice(before.length, key.length - end.length));
      const records = await recordsOf(kind, names);
      if (page && page.cursor !== "0") return { records, position: `${family} ${node} ${page.cursor}` };
      if (node + 1 < primaries.length) return { records, position: `${family} ${node + 1} 0` };
      if (family + 1 < FAMILIES[kind].length) return { records, position: `${family + 1} 0 0` };
      return { records, position: null };
    },
  };
}
