import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Server, startServer } from "./server.ts";

const FILES: Record<string, string> = {
  "package.json": '{ "name": "bare", "private": true, "type": "module" }\n',
  "next.config.js": `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(resolve("."))} } };\n`,
  "app/layout.js":
    "export default function Layout({ children }) {\n  return <html lang='en'><body>{children}</body></html>;\n}\n",
  "app/page.js": "export const dynamic = 'force-static';\nexport default function Page() {\n  return <p>bare</p>;\n}\n",
  "app/rendered/page.js":
    "import { cookies } from 'next/headers';\nexport default async function Page() {\n  await cookies();\n  return <p>bare</p>;\n}\n",
  "app/api/empty/route.js": "export async function POST() {\n  return Response.json({});\n}\n",
};

/**
 * Builds and starts an empty Next.js app of the same version as the store, the baseline for what the store adds: one
 * prerendered page `/`, one `/rendered` that is rendered for each request, and a route handler `POST /api/empty` that
 * reads nothing. @throws Error with the output if it does not build or start
 */
export async function startBareNext(folder: string): Promise<Server> {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const next = resolve("node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const built = spawnSync(process.execPath, [next, "build"], { cwd: folder, env, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The bare app does not build:\n${built.stdout}${built.stderr}`);
  return startServer("The bare app", [next, "start", "--port", "0"], { cwd: folder, env });
}
