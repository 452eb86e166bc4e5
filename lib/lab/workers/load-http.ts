import { z } from "zod";
import { HttpPool } from "#lib/lab/http/http-pool.ts";
import { doJob, type Reporter } from "./job.ts";
import { type LoadStep, type OpenLoop, type StepResult, serveSteps, startOpenLoop } from "./open-loop.ts";
import { encodeVisit } from "./visits.ts";

/** Views pages of a store at a fixed rate, by `POST /api/visits` in many sessions, regardless of the replies (open loop). */

const job = z.object({ url: z.string(), cookies: z.array(z.string()) });

/** Requests a second for each connection. A connection sends its next request when it has the reply to the last one. */
const RATE_PER_CONNECTION = 20;
const MIN_CONNECTIONS = 16;
const MAX_CONNECTIONS = 512;

async function runStep(url: string, requests: Buffer[], step: LoadStep, report: Reporter): Promise<StepResult> {
  const size = Math.ceil(step.rate / RATE_PER_CONNECTION);
  const pool = new HttpPool(url, Math.max(MIN_CONNECTIONS, Math.min(MAX_CONNECTIONS, size)), {
    onReply: (n, reply) => loop.complete(n, reply?.status === 200),
    onIdle: () => loop.pump(),
    onGone: (error) => loop.fail(error),
  });
  let loop: OpenLoop;
  const send = (n: number) => {
    if (pool.idle === 0) return false;
    // The sessions take turns in no order.
    pool.send(requests[(Math.imul(n, 2_654_435_761) >>> 0) % requests.length] ?? Buffer.alloc(0), n);
    return true;
  };
  try {
    await pool.open();
    loop = startOpenLoop(step, send, report);
    return await loop.done;
  } finally {
    pool.close();
  }
}

doJob(job, ({ url, cookies }, tools) => {
  const requests = cookies.map((cookie, n) => encodeVisit(url, cookie, n));
  return serveSteps(tools, (step) => runStep(url, requests, step, tools.report));
});
