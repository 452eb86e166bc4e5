import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { logError } from "#lib/log.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { timeouts } from "#lib/redis/timeouts.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import {
  type Counts,
  counts,
  type IndexState,
  indexState,
  type SearchQuery,
  type SearchResult,
  searchResult,
  type ThreadReply,
  type ThreadRequest,
  threadReply,
} from "./schema.ts";
import type { SynonymLists } from "./synonyms/default-synonyms.ts";

/** A search takes milliseconds. One that takes longer than a command to Redis may, because the thread died, fails. */
const timeoutMs = () => timeouts.deadlineMs + 300;
const MAX_PENDING = 500;
const RESTART_MS = 500;

function startThread() {
  const pending = new Map<number, (reply: ThreadReply) => void>();
  let stopped = false;
  let lastId = 0;
  let worker: Worker;

  const start = () => {
    worker = new Worker(join(process.cwd(), "lib/search/thread/search-thread.ts"));
    worker.unref();
    worker.on("message", (message) => {
      const reply = threadReply.parse(message);
      pending.get(reply.id)?.(reply);
    });
    worker.on("error", (error) => logError("search-thread-failed", error));
    worker.on("exit", async () => {
      for (const [id, resolve] of pending) resolve({ id, error: "The search thread ended" });
      if (stopped) return;
      await sleep(RESTART_MS, undefined, { ref: false });
      if (!stopped) start();
    });
  };
  start();

  const send = async (question: Omit<ThreadRequest, "id">): Promise<ThreadReply> => {
    if (pending.size >= MAX_PENDING) throw new RedisUnavailableError("Too many searches are waiting");
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<ThreadReply>();
    const timer = setTimeout(() => reject(new RedisUnavailableError("The search did not answer in time")), timeoutMs());
    pending.set(id, resolve);
    const message: ThreadRequest = { id, ...question };
    worker.postMessage(message);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      pending.delete(id);
    }
  };

  return {
    send,
    /** Ends the thread like a crash: a new one is started. */
    kill: () => worker.terminate(),
    async stop(): Promise<void> {
      stopped = true;
      await worker.terminate();
    },
  };
}

type SearchThread = ReturnType<typeof startThread>;
const state = processWide("search", () => ({ thread: null as SearchThread | null }));

/** Starts the thread that holds the index of this process, unless it is running. It does not keep the process alive. */
export function startSearch(): SearchThread {
  state.thread ??= startThread();
  return state.thread;
}

/** Ends the thread; the next query starts a new one. */
export async function stopSearch(): Promise<void> {
  const { thread } = state;
  state.thread = null;
  await thread?.stop();
}

async function request(question: Omit<ThreadRequest, "id">): Promise<ThreadReply> {
  const reply = await startSearch().send(question);
  if (reply.error) throw new RedisUnavailableError("The search does not answer", { cause: reply.error });
  return reply;
}

/**
 * Searches the index of this process. @param synonyms in place of those in use, to try them out
 * @throws RedisUnavailableError without a reply within 0.3 s more than a command to Redis may take
 */
export async function queryIndex(query: SearchQuery, synonyms?: SynonymLists): Promise<SearchResult> {
  return searchResult.parse((await request({ kind: "search", query, synonyms })).result);
}

/** Has the index of this process read SKUs again that are not as it has them. @throws RedisUnavailableError */
export async function refreshEntries(ids: readonly string[]): Promise<void> {
  await request({ kind: "changed", changed: [...ids] });
}

/** The total and the facets of a list without a search text, at most a second old. @throws RedisUnavailableError */
export async function queryCounts(query: SearchQuery): Promise<Counts> {
  return counts.parse((await request({ kind: "counts", query })).counts);
}

/** The size of the index of this process, and how long it took to build. @throws RedisUnavailableError */
export async function readIndexState(): Promise<IndexState> {
  return indexState.parse((await request({ kind: "state" })).state);
}
