import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { closeRedis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { type Store, startStore } from "#test/servers/store.ts";
import { startBareNext } from "./bare-next.ts";
import type { Finding } from "./report.ts";
import { type Server, startServer } from "./server.ts";

/** What the parts share. Each server is started when a part first needs it. */
export interface BenchContext {
  seconds: number;
  rounds: number;
  /** the built store, as `npm start` runs it, with one server process and its own data */
  store(): Promise<Store>;
  /** an empty Next.js app */
  bare(): Promise<Server>;
  /** the front of the store with a handler that does nothing: `POST /api/empty` */
  emptyFront(): Promise<Server>;
  /** a Redis without persistence, which `withRedis` of this process uses */
  redis(): Promise<LaunchedRedis>;
}

/** A part of the bench, which can be selected by name. */
export interface Part {
  name: string;
  /** whether it needs a Chromium: the one of CHROMIUM_PATH, or Playwright's own */
  browser?: boolean;
  run(context: BenchContext): Promise<Finding[]>;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** @returns the context, and a function that stops everything that was started for it */
export function makeContext(options: { seconds: number; rounds: number }, log: (text: string) => void) {
  const cleanUps: (() => unknown)[] = [];
  const context: BenchContext = {
    ...options,
    store: once(async () => {
      log("Starting the store");
      const store = await startStore();
      cleanUps.push(() => store.remove());
      return store;
    }),
    bare: once(async () => {
      log("Building and starting a bare Next.js app");
      // Inside the project, to use its Next.js, in a folder that Git and the type check ignore.
      mkdirSync(".data", { recursive: true, mode: 0o700 });
      const folder = mkdtempSync(resolve(".data/bench-"));
      cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
      const bare = await startBareNext(folder);
      cleanUps.push(() => bare.stop());
      return bare;
    }),
    emptyFront: once(async () => {
      const env = { ...process.env, NODE_ENV: "production" as const };
      const server = await startServer("The front", ["bench/support/empty-front-server.ts"], { env });
      cleanUps.push(() => server.stop());
      return server;
    }),
    redis: once(async () => {
      const server = await launchTestRedis();
      process.env.REDIS_URL = server.url;
      process.env.SESSION_SECRET ??= "the secret of the bench is long enough";
      cleanUps.push(async () => {
        await closeRedis();
        await server.stop();
      });
      return server;
    }),
  };
  const cleanUp = async () => {
    for (const stop of cleanUps.reverse()) await stop();
  };
  return { context, cleanUp };
}
