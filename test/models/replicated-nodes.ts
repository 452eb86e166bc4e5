import type { Redis } from "#lib/redis/client.ts";
import type { Written } from "#lib/redis/replication/await-replicas.ts";
import type { Acknowledgement } from "#lib/redis/replication/barrier.ts";

/**
 * The nodes of a cluster in one Redis: each has the keys of some slots, and a replica that has them as they were when it
 * last acknowledged. A failover of a node takes its keys back to that, whatever others do meanwhile.
 */
const NODES = 3;

interface Copy {
  dump: Buffer;
  ttl: number;
}

/** The node of a key: that of its hash tag, as in a cluster. */
export function nodeOfKey(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let hash = 0;
  for (const byte of Buffer.from(tag)) hash = (hash * 31 + byte) % 65_521;
  return hash % NODES;
}

export class ReplicatedNodes {
  private readonly redis: Redis;
  private readonly binary: Redis;
  private replicas: Map<string, Copy>[] = [];
  /** whether each of the next acknowledgements comes too late; the replica has nothing new then */
  late: boolean[] = [];

  /** @param binary the same connection with replies as buffers */
  constructor(redis: Redis, binary: Redis) {
    this.redis = redis;
    this.binary = binary;
  }

  /** Lets replicas have everything of some nodes, by default of all. */
  async replicate(nodes: readonly number[] = [0, 1, 2]): Promise<void> {
    const all = await this.redis.keys("*");
    for (const node of nodes) {
      const copies = new Map<string, Copy>();
      for (const key of all) {
        if (nodeOfKey(key) !== node) continue;
        const [dump, ttl] = await Promise.all([this.binary.dump(key), this.redis.pTTL(key)]);
        if (dump) copies.set(key, { dump: dump as unknown as Buffer, ttl: Math.max(0, ttl) });
      }
      this.replicas[node] = copies;
    }
  }

  /** Promotes the replica of a node. */
  async fail(node: number): Promise<void> {
    for (const key of await this.redis.keys("*")) if (nodeOfKey(key) === node % NODES) await this.redis.del(key);
    for (const [key, { dump, ttl }] of this.replicas[node % NODES] ?? [])
      await this.binary.restore(key, ttl, dump as unknown as string, { REPLACE: true });
  }

  /** Stands for `awaitReplicas`: what is there is acknowledged, or late. */
  async acknowledge(written: readonly Written[]): Promise<Acknowledgement> {
    const found = await Promise.all(written.map(({ check }) => check(this.redis)));
    if (found.includes(false)) return "missing";
    if (this.late.shift()) return "late";
    await this.replicate([...new Set(written.map(({ key }) => nodeOfKey(key)))]);
    return "acknowledged";
  }

  elsewhere<T extends { key: string }>(key: string, all: readonly T[]): T[] {
    return all.filter((one) => nodeOfKey(one.key) !== nodeOfKey(key));
  }
}
