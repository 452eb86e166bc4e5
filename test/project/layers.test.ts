import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { findCycles, readImports } from "./import-graph.ts";

const root = join(import.meta.dirname, "../..");

/** Imports that a layer may not have, at least one for each override of biome.json that restricts them. */
const FORBIDDEN: Record<string, string[]> = {
  "lib/probe.ts": ["#lib/redis/keys.ts", "#lib/cart/store.ts", "#app/layout.tsx", "next/headers", "react"],
  "lib/crypto/probe.ts": ["#lib/redis/keys.ts", "../money.ts", "react"],
  "lib/net/probe.ts": ["#lib/config.ts", "#lib/redis/client.ts", "next/headers"],
  "lib/redis/probe.ts": ["#lib/sku/store.ts", "#lib/web/routes/route.ts", "#test/servers/redis.ts", "next"],
  "lib/session/probe.ts": ["#lib/cart/store.ts", "#lib/account/register.ts", "next/headers"],
  "lib/sku/edit/probe.ts": ["#lib/search/search.ts", "#components/ui/button.ts", "../schema.ts"],
  "lib/user/probe.ts": ["#lib/account/register.ts"],
  "lib/metrics/probe.ts": ["#lib/lab/runs/runs.ts"],
  "lib/csp/probe.ts": ["#lib/web/routes/route.ts"],
  "lib/backup/probe.ts": ["#lib/upgrade/upgrade.ts", "#lib/order/store.ts"],
  "lib/key-browser/probe.ts": ["#lib/web/request/record.ts", "#lib/lab/runs/runs.ts"],
  "lib/upgrade/probe.ts": ["#lib/web/request/visitor.ts"],
  "lib/cart/probe.ts": ["#lib/order/store.ts", "#lib/web/request/request-context.ts", "next/navigation"],
  "lib/order/checkout/probe.ts": [
    "#lib/account/sign-in/merge-guest.ts",
    "#lib/web/request/visitor.ts",
    "react-dom/server",
  ],
  "lib/account/probe.ts": ["#lib/web/request/visitor.ts", "#lib/lab/runs/runs.ts", "next/headers"],
  "lib/palette/probe.ts": ["#lib/web/routes/route.ts", "#lib/lab/runs/runs.ts", "react"],
  "lib/lab/kinds/probe.ts": ["#lib/web/routes/route.ts", "#bench/support/measure.ts", "#lib/migration/shop.ts"],
  "lib/migration/run/probe.ts": ["#lib/web/routes/route.ts", "#bench/support/measure.ts", "react"],
  "lib/web/probe.ts": ["#lib/front/front.ts", "#app/layout.tsx", "next/headers"],
  "lib/web/request/next-context.ts": ["#lib/front/front.ts"],
  "lib/front/probe.ts": ["#app/layout.tsx", "#components/ui/button.ts", "next", "next/headers"],
  "components/ui/probe.tsx": ["#lib/money.ts", "#components/shared/logo.tsx", "next/headers"],
  "components/shared/probe.tsx": ["#components/store/cart/state/cart-state.ts", "#lib/redis/client.ts"],
  "components/store/cart/probe.tsx": ["#components/admin/layout/option-link.ts", "#lib/redis/keys.ts", "#app/fonts.ts"],
  "components/admin/skus/probe.tsx": ["#components/store/cart/state/cart-state.ts", "#lib/web/request/visitor.ts"],
  "app/probe.ts": ["#lib/front/front.ts", "#test/servers/store.ts", "#bin/install/bootstrap.mjs", "next/headers"],
  "app/api/probe.ts": ["#components/ui/button.ts", "#lib/front/front.ts", "next/navigation", "next", "react"],
};

/** Imports from lower layers, which must be allowed. */
const ALLOWED: Record<string, string[]> = {
  "lib/probe-too.ts": ["./money.ts", "#lib/crypto/seal.ts", "#lib/net/port.ts", "node:crypto"],
  "lib/crypto/probe-too.ts": ["#lib/config.ts", "./hash.ts"],
  "lib/net/probe-too.ts": ["./port.ts", "zod"],
  "lib/redis/probe-too.ts": ["#lib/config.ts", "#lib/net/port.ts", "redis"],
  "lib/cart/probe-too.ts": ["#lib/sku/store.ts", "#lib/redis/client.ts", "#lib/owner.ts"],
  "lib/order/checkout/probe-too.ts": ["#lib/cart/store.ts", "#lib/order/schema.ts"],
  "lib/upgrade/probe-too.ts": ["#lib/order/shopper-id.ts", "#lib/redis/data-format.ts"],
  "lib/palette/probe-too.ts": ["#lib/order/store.ts", "#lib/search/search.ts"],
  "lib/account/probe-too.ts": ["#lib/order/store.ts", "#lib/session/store.ts"],
  "lib/web/probe-too.ts": ["#lib/account/register.ts", "next/navigation"],
  "components/store/cart/probe-too.tsx": ["#lib/cart/schema.ts", "#lib/web/actions/cart.ts", "react"],
  "app/api/probe-too.ts": ["#lib/web/routes/route.ts", "#lib/cart/store.ts"],
  "app/probe-too.ts": ["#components/ui/button.ts", "#lib/web/routes/route.ts"],
};

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** Lints these imports, each in its own file. @returns those that are reported, as "file <- import" */
function findReported(cases: Record<string, string[]>): string[] {
  const probes = Object.entries(cases).flatMap(([file, imports]) =>
    imports.map((target, i) => ({ name: `${file} <- ${target}`, file: file.replace("probe", `probe-${i}`), target })),
  );
  const folder = mkdtempSync(join(tmpdir(), "fwr-layers-"));
  try {
    cpSync(join(root, "biome.json"), join(folder, "biome.json"));
    for (const { file, target } of probes) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `import { x } from "${target}";\n\nconsole.log(x);\n`);
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const args = [biome, "lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const reported = report
      .parse(JSON.parse(stdout))
      .diagnostics.filter(({ category }) => category.endsWith("noRestrictedImports"))
      .map(({ location }) => location.path);
    return probes.filter(({ file }) => reported.includes(file)).map(({ name }) => name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const list = (cases: Record<string, string[]>) =>
  Object.entries(cases).flatMap(([file, imports]) => imports.map((name) => `${file} <- ${name}`));

test("the linter reports an import that does not go down, in every layer", () => {
  expect(findReported(FORBIDDEN)).toEqual(list(FORBIDDEN));
});

test("the linter accepts an import that goes down", () => {
  expect(findReported(ALLOWED)).toEqual([]);
});

test("every folder of lib belongs to a layer", () => {
  const { overrides } = z
    .object({ overrides: z.array(z.object({ includes: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(root, "biome.json"), "utf8")));
  const layers = new Set(overrides.flatMap(({ includes }) => includes));
  const folders = readdirSync(join(root, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(10);
  for (const { name } of folders) expect(layers).toContain(`lib/${name}/**`);
});

test("no folders import each other in a cycle", () => {
  const imports = readImports(root);
  expect(imports.length).toBeGreaterThan(1000);
  expect(findCycles(imports)).toEqual([]);
  // The check itself works: this import would make a cycle.
  const back = ["lib/redis/client.ts", "lib/cart/store.ts"] as const;
  expect(findCycles([...imports, [...back]])).toHaveLength(1);
});
