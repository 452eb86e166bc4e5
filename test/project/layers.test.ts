import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { findCircles, readImports } from "./import-graph.ts";

const root = join(import.meta.dirname, "../..");

/** For each layer, what it may not import; at least one import for each override of biome.json that restricts them. */
const FORBIDDEN: Record<string, string[]> = {
  "lib/planted.ts": ["#lib/redis/keys.ts", "#lib/cart/store.ts", "#app/layout.tsx", "next/headers", "react"],
  "lib/redis/planted.ts": ["#lib/sku/store.ts", "#lib/web/routes/route.ts", "#test/redis.ts", "next"],
  "lib/session/planted.ts": ["#lib/cart/store.ts", "#lib/account/register.ts", "next/headers"],
  "lib/sku/edit/planted.ts": ["#lib/search/search.ts", "#components/ui/button.ts", "../schema.ts"],
  "lib/user/planted.ts": ["#lib/account/register.ts"],
  "lib/metrics/planted.ts": ["#lib/lab/runs/runs.ts"],
  "lib/cart/planted.ts": ["#lib/order/store.ts", "#lib/web/request/request-context.ts", "next/navigation"],
  "lib/order/checkout/planted.ts": ["#lib/account/merge-guest.ts", "#lib/web/request/visitor.ts", "react-dom/server"],
  "lib/account/planted.ts": ["#lib/web/request/visitor.ts", "#lib/lab/runs/runs.ts", "next/headers"],
  "lib/lab/kinds/planted.ts": ["#lib/web/routes/route.ts", "#bench/support/measure.ts"],
  "lib/web/planted.ts": ["#lib/front/front.ts", "#app/layout.tsx", "next/headers"],
  "lib/web/request/next-context.ts": ["#lib/front/front.ts"],
  "lib/front/planted.ts": ["#app/layout.tsx", "#components/ui/button.ts", "next", "next/headers"],
  "components/ui/planted.tsx": ["#lib/money.ts", "#components/shared/logo.tsx", "next/headers"],
  "components/shared/planted.tsx": ["#components/store/cart/state/cart-state.ts", "#lib/redis/client.ts"],
  "components/store/cart/planted.tsx": [
    "#components/admin/layout/option-link.ts",
    "#lib/redis/keys.ts",
    "#app/fonts.ts",
  ],
  "components/admin/skus/planted.tsx": ["#components/store/cart/state/cart-state.ts", "#lib/web/request/visitor.ts"],
  "app/planted.ts": ["#lib/front/front.ts", "#test/shop.ts", "#bin/bootstrap.mjs", "next/headers"],
};

/** What lies below, which has to stay allowed. */
const ALLOWED: Record<string, string[]> = {
  "lib/planted-too.ts": ["./money.ts", "node:crypto"],
  "lib/redis/planted-too.ts": ["#lib/config.ts", "redis"],
  "lib/cart/planted-too.ts": ["#lib/sku/store.ts", "#lib/redis/client.ts", "#lib/owner.ts"],
  "lib/order/checkout/planted-too.ts": ["#lib/cart/store.ts", "#lib/order/schema.ts"],
  "lib/account/planted-too.ts": ["#lib/order/store.ts", "#lib/session/store.ts"],
  "lib/web/planted-too.ts": ["#lib/account/register.ts", "next/navigation"],
  "components/store/cart/planted-too.tsx": ["#lib/cart/schema.ts", "#lib/web/actions/cart.ts", "react"],
  "app/planted-too.ts": ["#components/ui/button.ts", "#lib/web/routes/route.ts"],
};

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** Lints these imports, each in a file of its own. @returns those that are refused, as "file <- import" */
function findRefused(cases: Record<string, string[]>): string[] {
  const planted = Object.entries(cases).flatMap(([file, imports]) =>
    imports.map((name, i) => ({ said: `${file} <- ${name}`, file: file.replace("planted", `planted-${i}`), name })),
  );
  const folder = mkdtempSync(join(tmpdir(), "fwr-layers-"));
  try {
    cpSync(join(root, "biome.json"), join(folder, "biome.json"));
    for (const { file, name } of planted) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `import { x } from "${name}";\n\nconsole.log(x);\n`);
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const args = [biome, "lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const refused = report
      .parse(JSON.parse(stdout))
      .diagnostics.filter(({ category }) => category.endsWith("noRestrictedImports"))
      .map(({ location }) => location.path);
    return planted.filter(({ file }) => refused.includes(file)).map(({ said }) => said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const list = (cases: Record<string, string[]>) =>
  Object.entries(cases).flatMap(([file, imports]) => imports.map((name) => `${file} <- ${name}`));

test("the linter refuses an import that does not go down, in every layer", () => {
  expect(findRefused(FORBIDDEN)).toEqual(list(FORBIDDEN));
});

test("the linter lets an import pass that goes down", () => {
  expect(findRefused(ALLOWED)).toEqual([]);
});

test("every folder of lib has its layer", () => {
  const { overrides } = z
    .object({ overrides: z.array(z.object({ includes: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(root, "biome.json"), "utf8")));
  const layers = new Set(overrides.flatMap(({ includes }) => includes));
  const folders = readdirSync(join(root, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(10);
  for (const { name } of folders) expect(layers).toContain(`lib/${name}/**`);
});

test("no folders import each other in a circle", () => {
  const imports = readImports(root);
  expect(imports.length).toBeGreaterThan(1000);
  expect(findCircles(imports)).toEqual([]);
  // So that this can fail.
  const back = ["lib/redis/client.ts", "lib/cart/store.ts"] as const;
  expect(findCircles([...imports, [...back]])).toHaveLength(1);
});
