import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { processWide } from "#lib/process-wide.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import {
  type Counts,
  counts,
  type Findings,
  findings,
  type IndexState,
  indexState,
  type SearchQuery,
  type ThreadQuestion,
  type ThreadReply,
  threadReply,
} from "./schema.ts";

/** An answer takes milliseconds. Whoever waits longer, because the thread died or is flooded, gets an error. */
const DEADLINE_MS = 1800;
const MAX_WAITING = 500;
const RESTART_MS = 500;

function startThread() {
  const waiting = new Map<number, (reply: ThreadReply) => void>();
  let stopped = false;
  let asked = 0;
  let worker: Worker;

  const start = () => {
    worker = new Worker(join(process.cwd(), "lib/search/thread.ts"));
    worker.unref();
    worker.on("message", (message) => {
      const reply = threadReply.parse(message);
      waiting.get(reply.id)?.(reply);
    });
    worker.on("error", (error) => console.error("The search index failed:", error));
    worker.on("exit", async () => {
      for (const [id, settle] of waiting) settle({ id, error: "The thread of the index ended" });
      if (stopped) return;
      await sleep(RESTART_MS, undefined, { ref: false });
      if (!stopped) start();
    });
  };
  start();

  const send = async (ask: ThreadQuestion, query?: SearchQuery): Promise<ThreadReply> => {
    if (waiting.size >= MAX_WAITING) throw new RedisUnavailableError("Too many searches are waiting");
    const id = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<ThreadReply>();
    const timer = setTimeout(() => reject(new RedisUnavailableError("The search did not answer in time")), DEADLINE_MS);
    waiting.set(id, resolve);
    worker.postMessage({ id, ask, query });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };

  return {
    send,
    /** Ends the thread as a crash would: another is started. */
    kill: () => worker.terminate(),
    async stop(): Promise<void> {
      stopped = true;
      await worker.terminate();
    },
  };
}

type SearchThread = ReturnType<typeof startThread>;
const state = processWide("search", () => ({ thread: null as SearchThread | null }));

/** Starts the thread that holds the index of this process, unless it runs. It keeps no process alive. */
export function startSearch(): SearchThread {
  state.thread ??= startThread();
  return state.thread;
}

/** Ends the thread; the next use starts another. */
export async function stopSearch(): Promise<void> {
  const { thread } = state;
  state.thread = null;
  await thread?.stop();
}

async function ask(question: ThreadQuestion, query?: SearchQuery): Promise<ThreadReply> {
  const reply = await startSearch().send(question, query);
  if (reply.error) throw new RedisUnavailableError("The search does not answer", { cause: reply.error });
  return reply;
}

/** Asks the index. @throws RedisUnavailableError when it does not answer within 1.8 s */
export async function askIndex(query: SearchQuery): Promise<Findings> {
  return findings.parse((await ask("findings", query)).findings);
}

/** Asks how many a list without words has, and what each filter offers: as it was within the last second. */
export async function askCounts(query: SearchQuery): Promise<Counts> {
  return counts.parse((await ask("counts", query)).counts);
}

/** What the index of this process holds, and how long it took to build. */
export async function readIndexState(): Promise<IndexState> {
  return indexState.parse((await ask("state")).state);
}
