import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { config } from "#lib/config.ts";
import { findPort } from "#lib/net/port.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { finish } from "#test/lab.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { type Certificates, makeCertificates, tlsArgs, tlsVariables, trustCertificates } from "#test/servers/tls.ts";

/** One server that is reached by TLS, and asks its clients for a certificate. */

let certificates: Certificates;
let port = 0;
let dataDir = "";
setUpRedis(async () => {
  [certificates, port] = [await makeCertificates(), await findPort()];
  return launchTestRedis(...tlsArgs(certificates, port), "--bind", "127.0.0.1");
});
const makeClient = setUpApi();
const url = () => `rediss://localhost:${port}`;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fwr-data-"));
  Object.assign(process.env, { DATA_DIR: dataDir, ...tlsVariables(certificates), REDIS_URL: url() });
  trustCertificates(certificates, { REDIS_URL: url(), DATA_DIR: dataDir });
  await closeRedis();
});
afterAll(async () => {
  await closePasswordPool();
  await certificates.remove();
  await rm(dataDir, { recursive: true });
});

const PASSWORD = "correct horse battery";

test("G13: the shop and the laboratory use a Redis that asks for a client certificate", async () => {
  await seedIfEmpty();
  const shopper = makeClient();
  const account = { username: "alice", email: "alice@example.com", password: PASSWORD };
  expect(await shopper.call("POST", "/api/auth/register", account)).toMatchObject({ status: 201 });
  expect(await shopper.call("POST", "/api/cart/items", { sku: "sku123", quantity: 1 })).toMatchObject({ status: 200 });
  const address = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
  const bought = await shopper.call("POST", "/api/checkout", address, { "idempotency-key": "a" });
  expect(bought).toMatchObject({ status: 201 });
  // One connects by the client, the other speaks the protocol itself.
  for (const body of [
    { kind: "browse", views: 1 },
    { kind: "bulk", count: 10_000, shards: 2, workers: 2 },
  ]) {
    const { error, state, environment } = await finish(body);
    expect({ error, state, transport: environment?.transport }).toEqual({
      error: null,
      state: "done",
      transport: "tls",
    });
  }
});

/** Runs a program with an environment of its own. */
const run = (args: readonly string[], env: Record<string, string>) =>
  new Promise<{ code: number; text: string }>((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? "", NODE_ENV: "test" as const, DATA_DIR: dataDir, ...env } };
    const child = execFile(process.execPath, args as string[], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, text: stdout + stderr }),
    );
  });

test.each([
  ["user", "list"],
  ["lab", "pipeline", "--count", "100"],
])("G13: npm run %s finds a Redis behind TLS", async (program, ...args) => {
  await ensureAdmin("admin", PASSWORD);
  const { NODE_OPTIONS = "" } = process.env;
  const env = { REDIS_URL: url(), NODE_OPTIONS, ...tlsVariables(certificates) };
  const { code, text } = await run([`bin/${program}.ts`, ...args], env);
  expect(code, text).toBe(0);
});

/** Starts a server with other certificates. @returns its address */
async function launchWith(options: Parameters<typeof makeCertificates>[0]): Promise<[string, Certificates]> {
  const [other, port] = [await makeCertificates(options), await findPort()];
  const server = await launchTestRedis(...tlsArgs(other, port), "--bind", "127.0.0.1");
  onTestFinished(() => server.stop().then(other.remove));
  return [`rediss://localhost:${port}`, other];
}
const list = ["bin/user.ts", "list"];

test("G12: what is wrong with a certificate is said at once, with the variable that mends it", async () => {
  const trusted = tlsVariables(certificates);
  const { REDIS_CERT_FILE, REDIS_KEY_FILE, ...noClient } = trusted;
  const { REDIS_CA_FILE } = noClient;
  const [[expired, old], [otherName, named]] = await Promise.all([
    launchWith({ days: 0 }),
    launchWith({ names: "DNS:elsewhere.example" }),
  ]);
  const plain = await launchPlain();
  const cases: [Record<string, string>, RegExp][] = [
    [{ REDIS_URL: url() }, /authority that is not believed: name its file in REDIS_CA_FILE/],
    [{ REDIS_URL: url(), ...noClient }, /asks for a client certificate: REDIS_CERT_FILE and REDIS_KEY_FILE/],
    [{ REDIS_URL: url(), ...tlsVariables(old), REDIS_CA_FILE }, /refuses the certificate of REDIS_CERT_FILE/],
    [{ REDIS_URL: expired, ...tlsVariables(old) }, /has expired/],
    [{ REDIS_URL: otherName, ...tlsVariables(named) }, /is for another name/],
    [{ REDIS_URL: plain, ...trusted }, /does not speak TLS at this port: write redis:/],
    [{ REDIS_URL: url().replace("rediss", "redis") }, /speaks TLS at this port: write rediss:/],
    [{ REDIS_CLUSTER: url(), ...noClient }, /asks for a client certificate/],
    [{ REDIS_SENTINEL: url() }, /authority that is not believed/],
  ];
  const said = await Promise.all(cases.map(([env]) => run(list, env)));
  cases.forEach(([, expected], i) => {
    expect(said[i]).toEqual({ code: 1, text: expect.stringMatching(expected) });
  });
});

async function launchPlain(): Promise<string> {
  const port = await findPort();
  const server = await launchTestRedis("--port", String(port), "--bind", "127.0.0.1");
  onTestFinished(() => server.stop());
  return `rediss://localhost:${port}`;
}

test("G13: the files are checked at the start, and the message names the variable", async () => {
  const { ca, clientCert, clientKey, serverKey } = certificates;
  const { loadConfig } = await import("#lib/config.ts");
  const REDIS_URL = "rediss://db.example";
  const read = (env: Record<string, string>) => () => loadConfig({ REDIS_URL, ...env });
  expect(read({ REDIS_CA_FILE: ca, REDIS_CERT_FILE: clientCert, REDIS_KEY_FILE: clientKey })()).toMatchObject({
    REDIS_CA_FILE: ca,
  });
  expect(read({ REDIS_CA_FILE: "/no/such.pem" })).toThrow("REDIS_CA_FILE: /no/such.pem can't be read (ENOENT)");
  expect(read({ REDIS_CA_FILE: clientKey })).toThrow(/REDIS_CA_FILE: .* holds no certificate in the format PEM/);
  expect(read({ REDIS_CERT_FILE: clientCert })).toThrow("REDIS_KEY_FILE: is needed beside the certificate");
  expect(read({ REDIS_KEY_FILE: clientKey })).toThrow("REDIS_CERT_FILE: is needed beside the key");
  expect(read({ REDIS_CERT_FILE: clientCert, REDIS_KEY_FILE: serverKey })).toThrow(/REDIS_KEY_FILE: .* is not the key/);
  expect(read({ REDIS_CERT_FILE: clientCert, REDIS_KEY_FILE: ca })).toThrow(/REDIS_KEY_FILE: .* no private key/);
  for (const variables of [{ REDIS_CA_FILE: ca }, { REDIS_ENTRA_ID: "true" }] as Record<string, string>[])
    expect(read({ REDIS_URL: "redis://db.example", ...variables })).toThrow(/no address|needs an address/);
  expect(config().REDIS_CA_FILE).toBe(ca);
});
