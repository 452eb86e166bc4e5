import { afterAll, beforeAll, expect, test } from "vitest";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { config } from "#lib/config.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";
import { finish } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, launchTestSentinels } from "#test/servers/redis-servers.ts";
import { sendToRedis, waitForReplica } from "#test/servers/send-to-redis.ts";
import { type Certificates, makeCertificates, tlsVariables, trustCertificates } from "#test/servers/tls.ts";
import { until } from "#test/until.ts";

/** A cluster, and a primary with Sentinels, that are reached by TLS and ask their clients for a certificate. */

let certificates: Certificates;
beforeAll(async () => {
  setLongTimeouts();
  // Nodes and Sentinels announce IP addresses, as those of managed services do. The certificate has names alone.
  certificates = await makeCertificates({ names: "DNS:localhost,IP:127.0.0.1" });
});
afterAll(async () => {
  await closeRedis();
  await certificates.remove();
});

/** Makes a Redis that of this process and its children. */
async function connectTo(variables: Record<string, string>): Promise<void> {
  await closeRedis();
  const none = { REDIS_URL: undefined, REDIS_CLUSTER: undefined, REDIS_SENTINEL: undefined };
  trustCertificates(certificates, { ...none, ...variables });
  Object.assign(process.env, { REDIS_URL: "", ...tlsVariables(certificates), ...variables });
}

async function goShopping(): Promise<void> {
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "1.00", stock: "9" }));
  for (const id of ["1", "2", "3", "4"]) await setCartLine({ id, guest: false }, "lamp", 1);
  expect(await getCart({ id: "1", guest: false })).toMatchObject({ totalItems: 1 });
}

test("G13: a cluster whose nodes are announced by IP address, with a certificate for its name alone", async () => {
  const named = await makeCertificates({ names: "DNS:localhost" });
  trustCertificates(named, { REDIS_CLUSTER: "rediss://localhost:1" });
  const cluster = await launchTestNodes(named);
  try {
    await certificates.remove();
    certificates = named;
    await connectTo({ REDIS_CLUSTER: cluster.addresses });
    await goShopping();
    for (const { url } of cluster.nodes) expect(Number(await sendToRedis(url, "DBSIZE"))).toBeGreaterThan(0);
    const body = { kind: "bulk", count: 10_000, shards: 4, workers: 2 };
    expect(await finish(body)).toMatchObject({ state: "done", error: null, environment: { transport: "tls" } });
  } finally {
    await closeRedis();
    await cluster.stop();
  }
});

test("G13: Sentinels and primary behind TLS; a failover is followed", async () => {
  certificates = await makeCertificates();
  trustCertificates(certificates);
  const password = "a-password-of-the-primary";
  const setup = await launchTestSentinels(password, certificates);
  try {
    const master = `rediss://:${password}@mymaster`;
    await connectTo({ REDIS_CLUSTER: "", REDIS_SENTINEL: setup.addresses, REDIS_SENTINEL_MASTER: master });
    await goShopping();
    const sentinels = { nodes: setup.addresses, master };
    const old = await findPrimary(sentinels);
    expect(old).toMatch(/^rediss:/);
    // A mere name means TLS where the Sentinels have it.
    expect(await findPrimary({ ...sentinels, master: "mymaster" })).toMatch(/^rediss:/);
    await waitForReplica(old);
    const [sentinel] = setup.sentinels;
    await until(async () => (await sendToRedis(sentinel?.url ?? "", "SENTINEL", "FAILOVER", "mymaster")) === "OK");
    await until(async () => (await findPrimary(sentinels)) !== old);
    const portOf = (url: string) => new URL(url).port;
    const used = () => withRedis((redis) => redis.info("server")).then((info) => /tcp_port:(\d+)/.exec(info)?.[1]);
    // A Sentinel may name the old primary for two seconds more, and the store may still use it: neither is compared.
    await until(async () => ![undefined, portOf(old)].includes(await used().catch(() => undefined)));
    expect(await getCart({ id: "1", guest: false })).toMatchObject({ totalItems: 1 });
    expect(config().REDIS_SENTINEL).toBe(setup.addresses);
  } finally {
    await closeRedis();
    await setup.stop();
  }
});
