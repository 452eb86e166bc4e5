import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "#lib/net/port.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { duplicateClient } from "#lib/redis/connection.ts";
import { countListeners, makeCredentialsProvider } from "#lib/redis/security/entra-id.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { recordFault, repetitions } from "#test/faults/result.ts";
import { finish } from "#test/lab.ts";
import { setUpApi } from "#test/servers/api.ts";
import { type IssuedToken, startTokenServer, type TokenServer } from "#test/servers/entra-id.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Certificates, makeCertificates, tlsArgs, tlsVariables, trustCertificates } from "#test/servers/tls.ts";
import { until } from "#test/until.ts";

/**
 * Azure Managed Redis with Entra ID: TLS, no password, and tokens that are replaced every few seconds in place of every
 * hour. A connection that still uses an old one is closed.
 */

const LIFETIME_SECONDS = 5;
const RATE = repetitions(100, 500);
const RENEWALS = repetitions(1, 12);

let certificates: Certificates;
let tokens: TokenServer;
let dataDir = "";
/** the servers, each with the credentials of a user who may do everything */
let servers: string[] = [];
/** the users whose token is valid */
const valid = new Map<string, string>();
let isEnding = false;

const onAll = (...command: string[]) => Promise.all(servers.map((url) => sendToRedis(url, ...command)));
const allow = (user: string, token: string) => onAll("ACL", "SETUSER", user, "on", `>${token}`, "~*", "&*", "+@all");

/**
 * Lets a token expire once no connection uses it: on a busy machine that may be after its time. A connection that does
 * not change to the next one keeps the test waiting.
 */
async function expire(user: string): Promise<void> {
  const isUsed = async () => (await onAll("CLIENT", "LIST")).some((list) => String(list).includes(` user=${user} `));
  while (!isEnding && (await isUsed())) await sleep(200);
  valid.delete(user);
  await onAll("ACL", "DELUSER", user);
}

async function onToken({ user, token }: IssuedToken): Promise<void> {
  const earlier = [...valid.keys()];
  valid.set(user, token);
  // Where the servers are being stopped, nobody needs it.
  await allow(user, token).catch(() => {});
  for (const each of earlier) void expire(each).catch(() => {});
}

beforeAll(async () => {
  setLongTimeouts();
  // The nodes announce themselves by IP address, and their certificate has the name of the cluster alone, as in Azure.
  [certificates, dataDir] = [
    await makeCertificates({ names: "DNS:localhost" }),
    await mkdtemp(join(tmpdir(), "fwr-data-")),
  ];
  tokens = await startTokenServer(LIFETIME_SECONDS, onToken);
  Object.assign(process.env, { ...tokens.variables, ...tlsVariables(certificates), DATA_DIR: dataDir });
  Object.assign(process.env, { REDIS_URL: "rediss://localhost:1", REDIS_ENTRA_ID: "true" });
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closePasswordPool();
  await closeRedis();
  isEnding = true;
  await tokens.stop();
  await certificates.remove();
  await rm(dataDir, { recursive: true });
});
const makeClient = setUpApi();

/** Lets nobody in but those with a token, and the test. */
async function closeToOthers(urls: readonly string[]): Promise<void> {
  servers = [...urls];
  await onAll("ACL", "SETUSER", "operator", "on", ">operator", "~*", "&*", "+@all");
  servers = urls.map((url) => url.replace("rediss://", "rediss://operator:operator@"));
  for (const [user, token] of valid) await allow(user, token);
  await onAll("ACL", "SETUSER", "default", "off");
}

/** Makes a Redis that of this process and its children. */
async function connectTo(variables: { REDIS_URL?: string; REDIS_CLUSTER?: string }): Promise<void> {
  const none = { REDIS_URL: undefined, REDIS_CLUSTER: undefined };
  trustCertificates(certificates, { ...none, ...variables, REDIS_ENTRA_ID: true });
  Object.assign(process.env, { REDIS_URL: "", REDIS_CLUSTER: "", ...variables });
  await closeRedis();
}

const SHAPES = {
  "one server": async () => {
    const port = await findPort();
    const server = await launchTestRedis(...tlsArgs(certificates, port), "--bind", "127.0.0.1");
    await closeToOthers([`rediss://localhost:${port}`]);
    await connectTo({ REDIS_URL: `rediss://localhost:${port}` });
    return () => server.stop();
  },
  "a cluster": async () => {
    // The test itself has no token.
    trustCertificates(certificates, { REDIS_ENTRA_ID: false });
    const cluster = await launchTestNodes(certificates);
    await closeToOthers(cluster.nodes.map(({ url }) => url));
    await connectTo({ REDIS_CLUSTER: cluster.addresses });
    return () => cluster.stop();
  },
};

const TICK_MS = 20;
const MAX_UNANSWERED = 100;

/** Sends requests at a steady rate until something is the case. */
async function sendUntil(isEnough: () => boolean) {
  const shoppers = Array.from({ length: 20 }, () => makeClient());
  await Promise.all(shoppers.map((shopper) => shopper.call("POST", "/api/visits", { page: "/" })));
  const replies: Record<string, number> = {};
  const sent: Promise<void>[] = [];
  let [slowestMs, answered] = [0, 0];
  const send = async (i: number) => {
    const shopper = shoppers[i % shoppers.length];
    const begun = performance.now();
    const reply = await (i % 2
      ? shopper?.call("POST", "/api/visits", { page: "/" })
      : shopper?.call("GET", "/api/cart"));
    slowestMs = Math.max(slowestMs, performance.now() - begun);
    answered++;
    replies[String(reply?.status)] = (replies[String(reply?.status)] ?? 0) + 1;
  };
  const begun = performance.now();
  while (!isEnough()) {
    const due = ((performance.now() - begun) / 1000) * RATE;
    // A machine that is too busy for the rate is not buried in requests.
    while (sent.length < due && sent.length - answered < MAX_UNANSWERED) sent.push(send(sent.length));
    await sleep(TICK_MS);
  }
  const rate = Math.round(sent.length / ((performance.now() - begun) / 1000));
  await Promise.all(sent);
  return { replies, slowestMs, rate };
}

/** How many connections are told of new tokens, once that does not change any more. */
async function countConnections(): Promise<number> {
  const readAll = () => withRedis((redis) => Promise.all(Array.from({ length: 30 }, (_, i) => redis.get(`key-${i}`))));
  await retryWhileAway(readAll, { everyMs: 50 });
  return countListeners();
}

// A cluster takes half a minute; each of its connections is told of a token as that to one server is.
const shapes = Object.keys(SHAPES) as (keyof typeof SHAPES)[];
test.for(repetitions(shapes.slice(0, 1), shapes))(
  "G13: tokens of Entra ID are renewed under load without a failed request: %s",
  async (shape, context) => {
    const stop = await SHAPES[shape]();
    const unsubscribe = subscribeToSkuChanges();
    try {
      await seedIfEmpty();
      const [before, connections] = [tokens.issued(), await countConnections()];
      const { replies, slowestMs, rate } = await sendUntil(() => tokens.issued() >= before + RENEWALS);
      const fault = `token renewed and the last one expired, ${rate} requests/s, ${shape}`;
      recordFault(context, { fault, times: RENEWALS, replies, slowestMs });
      expect(Object.keys(replies)).toEqual(["200"]);
      // Every connection, that of the subscription too, has changed to a new token.
      await until(() => valid.size <= 2);

      // However often a connection is made again, it is told of a token once.
      for (let i = 0; i < 5; i++) {
        for (const user of valid.keys()) await onAll("CLIENT", "KILL", "USER", user);
        await until(async () => (await countConnections()) >= connections);
      }
      await until(async () => (await countConnections()) === connections);

      // One that was being made when a token was replaced could not be told of it, and uses the new one soon as well.
      const provider = makeCredentialsProvider();
      const told: unknown[] = [];
      const [, subscription] = await provider.subscribe({ onNext: (token) => told.push(token), onError() {} });
      provider.onReAuthenticationError(new Error("The client is offline"));
      await until(() => told.length > 0);
      subscription.dispose();

      // A second connection to the same server, such as that of WAIT, takes no token away from the first.
      const second = await withRedis(async (redis) =>
        duplicateClient((await listPrimaries(redis))[0] ?? redis).connect(),
      );
      expect(countListeners()).toBe(connections + 1);
      second.destroy();

      const run = await finish({ kind: "bulk", count: 10_000, shards: 2, workers: 2 });
      expect(run).toMatchObject({ state: "done", error: null, environment: { transport: "tls" } });
    } finally {
      unsubscribe();
      await closeRedis();
      servers = [];
      await stop();
    }
  },
);
