import type { RunContext } from "#lib/lab/engine/engine.ts";
import { LAYERS } from "#lib/lab/report/load-layers.ts";
import { DEFAULT_LIMIT_MS } from "#lib/lab/report/verdict.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import { findStore } from "#lib/lab/servers/store.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import { endSessions, startSessions, viewPages } from "#lib/lab/workers/visits.ts";
import { LOWEST_RATE } from "./find-limit.ts";
import { splitEvenly } from "./worker-pool.ts";

/** What a load is put on: Redis, or the store over HTTP. */
export interface LoadTarget {
  /** The worker program, and the job of each worker. */
  program: string;
  jobs: object[];
  /** While nothing is counted: code is slow until it has run for a while. */
  warmUpSeconds: number;
  /** A p99 above this is mentioned, and ends a search, where no limit is given. Milliseconds. */
  usualMs: number;
  /** A search ends if not even this rate holds. */
  lowestRate: number;
  /** What the receipt says of it. */
  figures: NonNullable<RunResult["figures"]>;
}

/** The rate that one process can generate without becoming the bottleneck itself, per second. */
const WORKER_RATE = { redis: 15_000, http: 12_000 } as const;
const MAX_WORKERS = 4;

function countWorkers({ rate, via, sessions, findLimit }: RunContext<"load">["request"]): number {
  // Over HTTP the store needs the processors more than a second generator does.
  const size = findLimit ? { redis: 2, http: 1 }[via] : Math.ceil(rate / WORKER_RATE[via]);
  return Math.min(MAX_WORKERS, sessions, size);
}

/** Workers that write to Redis create their own sessions. The run deletes them by name. */
async function prepareRedis({ id, request }: RunContext<"load">): Promise<LoadTarget> {
  const url = await findLabUrl();
  return {
    program: "load",
    jobs: splitEvenly(request.sessions, countWorkers(request)).map((part) => ({ url, run: id, ...part })),
    warmUpSeconds: 1,
    usualMs: DEFAULT_LIMIT_MS.redis,
    lowestRate: LOWEST_RATE,
    figures: { layer: LAYERS.redis },
  };
}

/** Sessions are started over HTTP by this process, which keeps their cookies, and ends them whatever becomes of the run. */
async function prepareStore({ request, meter, signal, addCleanUp }: RunContext<"load">): Promise<LoadTarget> {
  const { url, processes } = await findStore(request.url);
  const cookies: string[] = [];
  const started = startSessions(url, request.sessions, cookies, signal);
  addCleanUp(async () => {
    await started.catch(() => {});
    await endSessions(url, cookies);
  });
  await started;
  meter.phase = "every session views a page";
  await viewPages(url, cookies, processes ?? 1, signal);
  return {
    program: "load-http",
    jobs: splitEvenly(cookies.length, countWorkers(request)).map(({ first, last }) => ({
      url,
      cookies: cookies.slice(first, last),
    })),
    warmUpSeconds: 3,
    usualMs: DEFAULT_LIMIT_MS.http,
    lowestRate: 100,
    figures: { layer: LAYERS.http, store: url, ...(processes === null ? {} : { processes }) },
  };
}

/** Prepares what the load of a run is put on. @throws Error if it does not answer */
export function prepareTarget(context: RunContext<"load">): Promise<LoadTarget> {
  return context.request.via === "http" ? prepareStore(context) : prepareRedis(context);
}
