import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { loadConfig } from "#lib/config.ts";

/** The files with which others run the store: they name files, variables, ports and addresses of this project. */

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const dockerfile = read("Dockerfile");
const UNIT = "deploy/systemd/fake-web-retailer.service";
const { PORT } = loadConfig({});

test("the image runs on the pinned Node", () => {
  const lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
  const { version } = lock.parse(JSON.parse(read("package-lock.json"))).packages["node_modules/node"] ?? {};
  expect(/^ARG NODE_VERSION=(\S+)$/m.exec(dockerfile)?.[1]).toBe(version);
});

test("what the image copies and runs is there, and nothing that may hold a secret is let in", () => {
  const allowed = read(".dockerignore")
    .split("\n")
    .filter((line) => line.startsWith("!"));
  const names = allowed.map((line) => line.slice(1));
  expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  expect(read(".dockerignore")).toMatch(/^\*$/m);
  expect(names.filter((name) => /^\.(?!npmrc)|data|env|test|node_modules/.test(name))).toEqual([]);
  // What `npm run build` reads (bin/install/bootstrap.mjs), and what the steps of the Dockerfile name.
  const sources = [
    ...(/const SOURCES = \[([^\]]+)\]/.exec(read("bin/install/bootstrap.mjs"))?.[1] ?? "").matchAll(/"([^"]+)"/g),
  ];
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = ""]) => files.split(" "));
  const run = [...dockerfile.matchAll(/(?:"node", "|sh )([\w./-]+)/g)].map(([, file = ""]) => file);
  expect(run).toEqual(expect.arrayContaining(["bin/serve.ts", "bin/healthcheck.ts", "deploy/trim.sh"]));
  const isLetIn = (file: string) => names.some((name) => file === name || file.startsWith(`${name}/`));
  const wanted = [...sources.map(([, source = ""]) => source), ...copied.filter((file) => file !== "."), ...run];
  expect(wanted.filter((file) => !isLetIn(file) || !existsSync(join(root, file)))).toEqual([]);
});

test("the image runs as nobody in particular, and its port and health check are those of the store", () => {
  expect(dockerfile).toMatch(/^USER (?!0|root)\d+:\d+$/m);
  expect(dockerfile).toMatch(new RegExp(`^EXPOSE ${PORT}$`, "m"));
  expect(dockerfile).toMatch(new RegExp(` PORT=${PORT} `));
  expect(dockerfile).toMatch(/^HEALTHCHECK .+ CMD \["node", "bin\/healthcheck\.ts"\]$/m);
  expect(existsSync(join(root, "app/api/health/live/route.ts"))).toBe(true);
  expect(read("bin/healthcheck.ts")).toContain("/api/health/live");
});

const service = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const compose = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(read("compose.yaml"), { merge: true }));

/** Variables that are none of the store. */
const OTHERS = ["NODE_ENV", "ANNOUNCE", "REPLICA_OF", "REDIS_PASSWORD"];

test("the examples name variables that exist, files that are there, and the store's port and addresses", () => {
  const kubernetes = read("deploy/kubernetes/store.yaml");
  const variables = [
    ...Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment)),
    ...[...kubernetes.matchAll(/^ {2}([A-Z][A-Z_]+): /gm), ...kubernetes.matchAll(/name: ([A-Z_]+),/g)].map(
      ([, name]) => name,
    ),
    ...[...read(UNIT).matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name),
    ...[...dockerfile.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name),
  ].filter((name) => name && !OTHERS.includes(name));
  const known = [...read("README.md").matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);
  const build = ["NEXT_TELEMETRY_DISABLED", "NODE_VERSION", "EXTRA_PACKAGES"];
  expect([...new Set(variables)].filter((name) => ![...known, ...build].includes(name))).toEqual([]);

  const mounted = Object.values(compose.services).flatMap(({ volumes }) =>
    volumes.filter((each) => each.startsWith("./")),
  );
  expect(mounted.filter((each) => !existsSync(join(root, each.split(":")[0] ?? "")))).toEqual([]);
  const needed = Object.values(compose.services).flatMap(({ depends_on }) => Object.keys(depends_on));
  expect(needed.filter((name) => !compose.services[name])).toEqual([]);

  const proxied = /reverse_proxy (.+) \{/.exec(read("deploy/compose/Caddyfile"))?.[1]?.split(" ");
  expect(proxied).toEqual(["store-1", "store-2"].map((name) => `${name}:${PORT}`));
  expect(proxied?.every((address) => compose.services[address.split(":")[0] ?? ""])).toBe(true);
  expect(kubernetes).toContain(`containerPort: ${PORT} `);
  const paths = [kubernetes, read("deploy/compose/Caddyfile")].flatMap(
    (text) => text.match(/\/api\/health\/\w+/g) ?? [],
  );
  expect(paths.length).toBeGreaterThan(3);
  expect(paths.filter((path) => !existsSync(join(root, "app", path, "route.ts")))).toEqual([]);
  expect(/node (bin\/\S+)$/m.exec(read(UNIT))?.[1]).toBe("bin/serve.ts");
});

test("the Kubernetes example parses, and selects the pods that it makes", () => {
  const documents = parseAllDocuments(read("deploy/kubernetes/store.yaml"));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const kinds = documents.map((each) =>
    z.object({ kind: z.string(), spec: z.unknown().optional() }).parse(each.toJS()),
  );
  const selectors = JSON.stringify(kinds).match(/"(?:matchLabels|selector)":\{"app":"store"\}/g);
  expect(kinds.map(({ kind }) => kind)).toContain("Deployment");
  expect(selectors).toHaveLength(3);
});
