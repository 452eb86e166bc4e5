import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** What the same Next.js does when it has nothing to do: the measure of what the shop adds. */
export interface BareNext {
  url: string;
  stop(): Promise<void>;
}

const FILES: Record<string, string> = {
  "package.json": '{ "name": "bare", "private": true, "type": "module" }\n',
  "next.config.js": `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(resolve("."))} } };\n`,
  "app/layout.js":
    "export default function Layout({ children }) {\n  return <html lang='en'><body>{children}</body></html>;\n}\n",
  "app/page.js": "export const dynamic = 'force-static';\nexport default function Page() {\n  return <p>bare</p>;\n}\n",
  "app/api/empty/route.js": "export async function POST() {\n  return Response.json({});\n}\n",
};

/**
 * Builds and starts an empty Next.js app, of the version that the shop uses: one prerendered page `/` and a route
 * handler `POST /api/empty` that reads nothing. @throws Error with the output when it does not build or start
 */
export async function startBareNext(folder: string): Promise<BareNext> {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const next = resolve("node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const built = spawnSync(process.execPath, [next, "build"], { cwd: folder, env, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The bare app does not build:\n${built.stdout}${built.stderr}`);
  const child = spawn(process.execPath, [next, "start", "--port", "0"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const printed: string[] = [];
  const url = await new Promise<string>((found, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        printed.push(line);
        const match = /http:\/\/localhost:(\d+)/.exec(line);
        if (match) found(`http://localhost:${match[1]}`);
      });
    }
    gone.then(() => fail(new Error(`The bare app does not start:\n${printed.join("\n")}`)));
  });
  return {
    url,
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      await gone;
    },
  };
}
