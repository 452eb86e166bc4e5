import { config } from "#lib/config.ts";
import { describeRedisAddress, splitNodes } from "#lib/net/redis-address.ts";
import { usesEntraId } from "#lib/redis/security/entra-id.ts";

/** How another client connects to the Redis of the store. Nothing of it is a secret. */
export interface ConnectionDetails {
  kind: "server" | "socket" | "cluster" | "sentinel";
  /** a label and a value each, as Redis Insight asks for them */
  lines: [string, string][];
  /** whether the store has a password; "token": a token of Microsoft Entra ID in place of one */
  password: "yes" | "none" | "token";
}

const DEFAULT_PORT = "6379";

/** The address of the store's Redis that has the credentials. */
function mainAddress(): string {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL, REDIS_SENTINEL_MASTER } = config();
  if (REDIS_SENTINEL) return REDIS_SENTINEL_MASTER;
  return REDIS_CLUSTER && !REDIS_URL ? (splitNodes(REDIS_CLUSTER)[0] ?? "") : (REDIS_URL ?? "");
}

const urlOf = (address: string) => {
  const text = address.includes("://") ? address : `redis://${address}`;
  return URL.canParse(text) ? new URL(text) : null;
};

/** The password with which the store connects; null when it has none. */
export function readPasswordOfRedis(): string | null {
  const password = urlOf(mainAddress())?.password;
  return password ? decodeURIComponent(password) : null;
}

/** What to type into another client to see the keys of this store. No round trip. */
export function describeConnection(): ConnectionDetails {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL } = config();
  const address = mainAddress();
  const isToken = usesEntraId(address);
  const password = isToken ? "token" : readPasswordOfRedis() === null ? "none" : "yes";
  if (address.startsWith("unix://"))
    return { kind: "socket", lines: [["Socket", address.slice("unix://".length)]], password };
  const url = urlOf(address);
  const user: [string, string] = ["Username", decodeURIComponent(url?.username || "default")];
  const tls: [string, string] = ["TLS", url?.protocol === "rediss:" ? "yes" : "no"];
  const shown = (nodes: string) => splitNodes(nodes).map(describeRedisAddress).join(", ");
  if (REDIS_SENTINEL) {
    const lines: [string, string][] = [
      ["Sentinels", shown(REDIS_SENTINEL)],
      ["Primary group", describeRedisAddress(address)],
    ];
    return { kind: "sentinel", lines: [...lines, user, tls], password };
  }
  const host: [string, string][] = [
    ["Host", url?.hostname ?? ""],
    ["Port", url?.port || DEFAULT_PORT],
  ];
  if (REDIS_CLUSTER && !REDIS_URL)
    return { kind: "cluster", lines: [...host, ["All nodes", shown(REDIS_CLUSTER)], user, tls], password };
  return { kind: "server", lines: [...host, ["Database", url?.pathname.slice(1) || "0"], user, tls], password };
}
