import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { closeRedis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/launch.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { type Shop, startShop } from "#test/servers/shop.ts";
import { type BareNext, startBareNext } from "./bare-next.ts";
import type { Finding } from "./report.ts";

/** What the parts share; each thing is started when it is first asked for. */
export interface BenchContext {
  seconds: number;
  rounds: number;
  /** the built shop, as `npm start` runs it, with one server process and data of its own */
  shop(): Promise<Shop>;
  bare(): Promise<BareNext>;
  /** a Redis without persistence, to which `withRedis` of this process is pointed */
  redis(): Promise<LaunchedRedis>;
}

/** A part of the bench that can be asked for by name. */
export interface Part {
  name: string;
  /** Its Chromium is named by CHROMIUM_PATH, or is Playwright's own. */
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

/** @returns the context, and the end of everything that was started for it */
export function makeContext(options: { seconds: number; rounds: number }, say: (text: string) => void) {
  const ends: (() => unknown)[] = [];
  const context: BenchContext = {
    ...options,
    shop: once(async () => {
      say("Starting the shop");
      const shop = await startShop();
      ends.push(() => shop.remove());
      return shop;
    }),
    bare: once(async () => {
      say("Building and starting a bare Next.js app");
      // Below the project, whose own Next.js it uses, and where neither Git nor the type check looks.
      mkdirSync(".data", { recursive: true, mode: 0o700 });
      const folder = mkdtempSync(resolve(".data/bench-"));
      ends.push(() => rmSync(folder, { recursive: true, force: true }));
      const bare = await startBareNext(folder);
      ends.push(() => bare.stop());
      return bare;
    }),
    redis: once(async () => {
      const server = await launchTestRedis();
      process.env.REDIS_URL = server.url;
      process.env.SESSION_SECRET ??= "the secret of the bench is long enough";
      ends.push(async () => {
        await closeRedis();
        await server.stop();
      });
      return server;
    }),
  };
  const end = async () => {
    for (const stop of ends.reverse()) await stop();
  };
  return { context, end };
}
