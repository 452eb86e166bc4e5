import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { encodeRequest, exchange } from "#lib/lab/http/exchange.ts";
import { HttpPool } from "#lib/lab/http/http-pool.ts";
import { type Buyer, listBuyers, saleSku } from "#lib/lab/sale/buyer.ts";
import { type Outcome, outcomeOfReply, outcomeOfResult, repeatAfterMs } from "#lib/lab/sale/outcome.ts";
import { prepareSale } from "#lib/lab/sale/prepare.ts";
import type { SaleTally } from "#lib/lab/sale/tally.ts";
import { buyCart } from "#lib/order/checkout/buy.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { applyTerminalTimeouts } from "#lib/redis/timeouts.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { cookieName, sealSid } from "#lib/session/seal.ts";
import { doJob, type Reporter } from "./job.ts";

/** Shoppers with full carts who check out all at once. */

const job = z.object({
  run: z.string(),
  shoppers: z.number(),
  units: z.number(),
  /** of a store; without it the shoppers call the functions of the store */
  url: z.string().optional(),
});

/** How long shoppers repeat a checkout that has no outcome yet, in milliseconds. */
const REPEAT_FOR_MS = 30_000;
const CLIENT_ADDRESS = "127.0.0.1";

/** Counts outcomes until every shopper has one. */
function makeTally(report: Reporter) {
  const tally: SaleTally = { placed: 0, refused: 0, failed: 0, repeated: 0, ms: 0, placedMs: 0 };
  const begun = performance.now();
  return {
    tally,
    /** @returns whether this shopper has to check out again */
    add(outcome: Outcome): boolean {
      const ms = performance.now() - begun;
      if (outcome === "again" && ms < REPEAT_FOR_MS) {
        tally.repeated++;
        return true;
      }
      tally.ms = ms;
      if (outcome === "placed") tally.placedMs = ms;
      if (outcome === "placed" || outcome === "refused") {
        tally[outcome]++;
        report.add(ms);
      } else {
        tally.failed++;
        report.fail();
      }
      return false;
    },
  };
}

/** Shoppers who use the function of the store, in this process. */
async function prepareFunctions(run: string, units: number, buyers: readonly Buyer[]) {
  const sessions = await prepareSale(run, units, buyers);
  return async (report: Reporter): Promise<SaleTally> => {
    const { tally, add } = makeTally(report);
    const attempt = async ({ key, body }: Buyer, n: number): Promise<Outcome> => {
      try {
        return outcomeOfResult(await buyCart(sessions[n] ?? null, key, body, CLIENT_ADDRESS));
      } catch (error) {
        if (!isRedisAway(error)) throw error;
        return "again";
      }
    };
    const checkOut = async (buyer: Buyer, n: number) => {
      while (add(await attempt(buyer, n))) await sleep(repeatAfterMs(null));
    };
    await Promise.all(buyers.map(checkOut));
    return tally;
  };
}

/** @throws Error unless the store finds the cart of a buyer by the cookie */
async function checkStore(url: string, run: string, cookie: string): Promise<void> {
  let body = "";
  await exchange(url, [encodeRequest(url, "GET", "/api/cart", { headers: { Cookie: cookie } })], (_, reply) => {
    body = reply?.body.toString() ?? "";
  });
  if (!body.includes(saleSku(run)))
    throw new Error(`The store at ${url} uses another Redis or another SESSION_SECRET than this run`);
}

/** Shoppers who use the HTTP API of a store, over a connection each. */
async function prepareHttp(run: string, units: number, buyers: readonly Buyer[], url: string) {
  await prepareSale(run, units, buyers);
  const requests: Buffer[] = [];
  for (const { sid, key, body } of buyers) {
    const cookie = `${cookieName(false)}=${await sealSid(sid)}`;
    if (requests.length === 0) await checkStore(url, run, cookie);
    const headers = { Cookie: cookie, "Idempotency-Key": key };
    requests.push(encodeRequest(url, "POST", "/api/checkout", { headers, body }));
  }
  return async (report: Reporter): Promise<SaleTally> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: number[] = Array.from(buyers.keys());
    let decided = 0;
    const pump = () => {
      while (pool.idle > 0 && waiting.length > 0) {
        const n = waiting.shift() ?? 0;
        pool.send(requests[n] ?? Buffer.alloc(0), n);
      }
    };
    const repeat = (n: number) => {
      waiting.push(n);
      pump();
    };
    const pool = new HttpPool(url, buyers.length, {
      onReply(n, reply) {
        if (add(outcomeOfReply(reply))) setTimeout(repeat, repeatAfterMs(reply), n);
        else if (++decided === buyers.length) resolve();
      },
      onIdle: pump,
      onGone: reject,
    });
    let add: (outcome: Outcome) => boolean = () => false;
    try {
      await pool.open();
      const counted = makeTally(report);
      add = counted.add;
      pump();
      await promise;
      return counted.tally;
    } finally {
      pool.close();
    }
  };
}

doJob(job, async ({ run, shoppers, units, url }, { report, send, receive }) => {
  // A run may take longer than a request.
  applyTerminalTimeouts();
  await awaitRedis();
  const buyers = listBuyers(run, shoppers);
  const checkOut = await (url ? prepareHttp(run, units, buyers, url) : prepareFunctions(run, units, buyers));
  await send("ready");
  await receive();
  return checkOut(report);
});
