import { z } from "zod";
import { parseTrustedProxies } from "#lib/net/client-address.ts";
import {
  areRedisNodes,
  describeRedisAddress,
  isRedisAddress,
  isSentinelMaster,
  REDIS_ADDRESS_HINT,
  splitNodes,
} from "#lib/net/redis-address.ts";
import { findTlsFaults } from "#lib/net/tls-files.ts";
import { blankAsAbsent, wholeNumber } from "./validation.ts";

const seconds = (fallback: number) => wholeNumber(1, 31_536_000).default(fallback);

const perHour = (fallback: number) => blankAsAbsent(wholeNumber(1, 1_000_000).default(fallback));

/** Several secrets are separated by commas, the current one first. A single secret may itself contain a comma. */
function splitSecrets(value: string): string[] {
  const parts = value.split(",").map((secret) => secret.trim());
  return parts.every((secret) => secret.length >= 32) ? parts : [value];
}

const nodes = z
  .string()
  .refine(areRedisNodes, `must be host:port, separated by commas; with credentials each ${REDIS_ADDRESS_HINT}`);

function readProxies(text: string, context: z.RefinementCtx<string>) {
  try {
    return parseTrustedProxies(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
}

const fields = z.object({
  PORT: blankAsAbsent(wholeNumber(0, 65_535).default(3000)),
  /** The address on which the store listens: this machine alone unless more is asked for. */
  HOST: blankAsAbsent(
    z
      .string()
      .regex(/^[A-Za-z0-9.:-]+$/, "must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them")
      .default("127.0.0.1"),
  ),
  DATA_DIR: blankAsAbsent(z.string().default(".data")),
  REDIS_URL: blankAsAbsent(
    z.string().refine(isRedisAddress, `${REDIS_ADDRESS_HINT}; or unix:///path/of/the/socket`).optional(),
  ),
  REDIS_CLUSTER: blankAsAbsent(nodes.optional()),
  REDIS_SENTINEL: blankAsAbsent(nodes.optional()),
  /** The name that the Sentinels monitor, or redis://user:password@name/0 with the credentials of the primary. */
  REDIS_SENTINEL_MASTER: blankAsAbsent(
    z
      .string()
      .refine(isSentinelMaster, `must be a name; or, with credentials, it ${REDIS_ADDRESS_HINT}`)
      .default("mymaster"),
  ),
  /** Replicas that have to acknowledge an order before it is confirmed; by default one where any is connected. */
  REDIS_WAIT_REPLICAS: blankAsAbsent(wholeNumber(0, 10).optional()),
  /** Files in the format PEM: authorities that are believed, and who this client is; see lib/net/tls-files.ts. */
  REDIS_CA_FILE: blankAsAbsent(z.string().optional()),
  REDIS_CERT_FILE: blankAsAbsent(z.string().optional()),
  REDIS_KEY_FILE: blankAsAbsent(z.string().optional()),
  /** Whether tokens of Microsoft Entra ID take the place of a password. */
  REDIS_ENTRA_ID: blankAsAbsent(z.stringbool({ error: "must be true or false" }).default(false)),
  SESSION_SECRET: blankAsAbsent(
    z.string().min(32, "must have at least 32 characters").transform(splitSecrets).optional(),
  ),
  ADMIN_USERNAME: blankAsAbsent(
    z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/,
        "must be a username of 3 to 32 letters, digits, dots, dashes and underscores",
      )
      .default("admin"),
  ),
  ADMIN_PASSWORD: blankAsAbsent(
    z
      .string()
      .min(8, "must have at least 8 characters")
      .refine((text) => Buffer.byteLength(text) <= 72, "must have at most 72 bytes")
      .optional(),
  ),
  SESSION_IDLE_SECONDS: blankAsAbsent(seconds(3600)),
  SESSION_ABSOLUTE_SECONDS: blankAsAbsent(seconds(43_200)),
  /** Addresses and networks of proxies whose X-Forwarded-For is trusted, separated by commas; none by default. */
  TRUSTED_PROXIES: blankAsAbsent(z.string().default("").transform(readProxies)),
  /** Above this number of sessions the least recently active guest sessions are evicted. */
  SESSION_LIMIT: blankAsAbsent(wholeNumber(1, Number.MAX_SAFE_INTEGER).default(10_000_000)),
  /** Sessions that one user may have at once; with one more, the least recently active ends. */
  SESSIONS_PER_USER: blankAsAbsent(wholeNumber(1, 10_000).default(100)),
  /** How long after a sign-in an administrator may delete, import and cancel without signing in again. */
  ADMIN_FRESH_SECONDS: blankAsAbsent(seconds(3600)),
  /** What one address may do in an hour, each as an address limit. This machine has limits of its own. */
  LIMIT_FAILED_SIGN_INS: perHour(100),
  LIMIT_REGISTRATIONS: perHour(20),
  LIMIT_GUEST_ORDERS: perHour(30),
  LIMIT_SESSIONS: perHour(1000),
  /**
   * The public address of the store; without it pages, robots.txt and sitemaps name this machine.
   */
  SITE_URL: blankAsAbsent(
    z
      .url({ protocol: /^https?$/, error: "must be an address such as https://store.example" })
      .transform((url) => new URL(url).origin)
      .optional(),
  ),
  /** Where vulnerabilities are reported, in security.txt; `security@` at the host of the public address without it. */
  SECURITY_CONTACT: blankAsAbsent(
    z
      .string()
      .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/, "must begin with mailto:, https:// or tel:")
      .optional(),
  ),
  /** By it Prometheus may read `GET /api/metrics`; without it only administrators may. */
  METRICS_TOKEN: blankAsAbsent(
    z
      .string()
      .regex(/^[A-Za-z0-9._~+/=-]{8,}$/, "must have at least 8 letters, digits or characters of ._~+/=-")
      .optional(),
  ),
  /** Whether visitors may look at the Redis commands of their own requests. */
  SHOW_COMMANDS: blankAsAbsent(z.stringbool({ error: "must be true or false" }).default(true)),
  /** Events below this level are not written to the log. */
  LOG_LEVEL: blankAsAbsent(z.enum(["debug", "info", "warn", "error"]).default("info")),
  WEB_CONCURRENCY: blankAsAbsent(wholeNumber(1, 64).default(1)),
  /** How long after SIGTERM connections are still accepted, while readiness fails. */
  DRAIN_SECONDS: blankAsAbsent(wholeNumber(0, 300).default(3)),
});

const schema = fields
  .refine((read) => !read.REDIS_SENTINEL || !(read.REDIS_URL || read.REDIS_CLUSTER), {
    path: ["REDIS_SENTINEL"],
    error: "can't be combined with REDIS_URL or REDIS_CLUSTER: unset those, or this",
  })
  .superRefine((read, context) => {
    const { REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key, REDIS_ENTRA_ID } = read;
    const faults = findTlsFaults({ ca, cert, key });
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    for (const [name, message] of Object.entries(faults)) fault(`REDIS_${name.toUpperCase()}_FILE`, message);
    const addresses = [read.REDIS_URL, read.REDIS_CLUSTER, read.REDIS_SENTINEL, read.REDIS_SENTINEL_MASTER];
    if (!addresses.some((address) => address?.includes("rediss://"))) {
      const unused = "would not be used: no address of Redis begins with rediss://";
      if (ca) fault("REDIS_CA_FILE", unused);
      if (cert) fault("REDIS_CERT_FILE", unused);
      if (REDIS_ENTRA_ID) fault("REDIS_ENTRA_ID", "needs an address of Redis that begins with rediss://");
    }
    if (REDIS_ENTRA_ID && addresses.some((address) => address?.includes("@")))
      fault("REDIS_ENTRA_ID", "takes the place of user and password: leave them out of the address of Redis");
  });

/** The configuration of a process, from its environment. */
export type Config = z.infer<typeof schema>;

/**
 * Reads and validates the environment.
 * @throws Error whose message names each invalid variable, one per line
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Invalid environment:\n  ${lines.join("\n  ")}`);
}

let loaded: Config | undefined;

/** The configuration of this process, read once. */
export function config(): Config {
  loaded ??= loadConfig();
  return loaded;
}

/** Names the Redis of this process and of those that it starts: the private server, found when this one ran already. */
export function nameRedis(url: string): void {
  process.env.REDIS_URL = url;
  loaded = undefined;
}

/** The Redis that the environment configures, in words and without passwords; null when it configures none. */
export function describeNamedRedis(config: Config): string | null {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL, REDIS_SENTINEL_MASTER } = config;
  const bare = (addresses: string) => splitNodes(addresses).map(describeRedisAddress).join(", ");
  if (REDIS_URL) return `REDIS_URL, ${describeRedisAddress(REDIS_URL)}`;
  if (REDIS_CLUSTER) return `the cluster of REDIS_CLUSTER, ${bare(REDIS_CLUSTER)}`;
  if (REDIS_SENTINEL)
    return `the primary "${describeRedisAddress(REDIS_SENTINEL_MASTER)}" of REDIS_SENTINEL, ${bare(REDIS_SENTINEL)}`;
  return null;
}

/** Whether the store listens on all addresses of this machine. */
export const isOnAllAddresses = ({ HOST }: Pick<Config, "HOST">) => HOST === "0.0.0.0" || HOST === "::";

/**
 * Where programs on this machine reach the store. No slash at the end.
 * @param loopback what this machine is called
 */
export function localOrigin({ HOST, PORT }: Pick<Config, "HOST" | "PORT">, loopback = "localhost"): string {
  if (HOST === "127.0.0.1" || isOnAllAddresses({ HOST })) return `http://${loopback}:${PORT}`;
  return `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
}

/**
 * The address in whatever is the same for every visitor and has to name one: canonical addresses, robots.txt, sitemaps.
 * Without SITE_URL it is this machine, never the host of a request: anybody can send one, and a cache would keep it. No
 * slash at the end.
 */
export function publicSite(): string {
  return config().SITE_URL ?? localOrigin(config());
}
