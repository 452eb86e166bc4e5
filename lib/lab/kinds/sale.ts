import { config } from "#lib/config.ts";
import { readOrMakeSecret } from "#lib/crypto/secret.ts";
import type { Engine, RunContext } from "#lib/lab/engine/engine.ts";
import { withProgress } from "#lib/lab/engine/with-progress.ts";
import { summarise } from "#lib/lab/report/latency.ts";
import type { RunResult } from "#lib/lab/runs/schema.ts";
import { readStock } from "#lib/lab/sale/prepare.ts";
import { type SaleTally, saleTally } from "#lib/lab/sale/tally.ts";
import { findStore } from "#lib/lab/servers/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { readStoreInfo } from "#lib/redis/server/server-info.ts";

const countCommands = () => withRedis(async (redis) => (await readStoreInfo(redis)).total_commands_processed);

async function makeResult(
  { id, request, meter }: RunContext<"sale">,
  { placed, refused, failed, repeated, ms, placedMs }: SaleTally,
  figures: NonNullable<RunResult["figures"]>,
): Promise<RunResult> {
  const { shoppers, units } = request;
  const { stock, held, sold } = await readStock(id);
  const target = Math.min(shoppers, units);
  const verified = units === stock + held + sold && placed === target && stock === units - placed;
  const perSecond = (count: number, time: number) => Math.round((count * 1000) / Math.max(1, time));
  const number = (value: number) => value.toLocaleString("en");
  const proof = `${number(units)} units = ${number(stock)} in stock + ${number(held)} held + ${number(sold)} sold`;
  return {
    ok: verified && failed === 0,
    verdict: verified
      ? `${number(placed)} orders placed and ${number(refused)} refused in ${(ms / 1000).toFixed(2)} s; ${proof}`
      : `${number(placed)} orders placed, ${number(refused)} refused, ${number(failed)} failed; ${proof} does not fit`,
    target,
    achieved: placed,
    successRate: (placed + refused) / shoppers,
    opsPerSecond: perSecond(placed + refused, ms),
    latencyMs: summarise(meter.total),
    verified,
    figures: {
      ...{ initial: units, stock, held, sold, placed, refused },
      ...(failed > 0 ? { failed } : {}),
      ordersPerSecond: perSecond(placed, placedMs),
      repeated,
      ...figures,
    },
  };
}

/** Shoppers with full carts check out all at once, and there may be fewer units than shoppers: none is sold twice. */
export const sale: Engine<"sale"> = async (context) => {
  const { meter, request } = context;
  const { shoppers, units, via } = request;
  const store = via === "http" ? await findStore(request.url) : null;
  // The primary process of a store hands its secret down; at a terminal the one of the data directory is read.
  if (store && !config().SESSION_SECRET) process.env.SESSION_SECRET = readOrMakeSecret(config().DATA_DIR);
  meter.phase = `filling ${shoppers.toLocaleString("en")} carts`;
  const job = { run: context.id, shoppers, units, ...(store ? { url: store.url } : {}) };
  const worker = context.start("sale", job);
  await worker.receive();
  meter.phase = `${shoppers.toLocaleString("en")} shoppers check out`;
  const before = await countCommands();
  worker.send("go");
  const answered = () => (meter.ops + meter.errors) / shoppers;
  const result = saleTally.parse(await withProgress(meter, answered, () => worker.done));
  const commands = Math.round(((await countCommands()) - before) / shoppers);
  return makeResult(context, result, {
    commandsPerCheckout: commands,
    through: store ? "http" : "functions",
    ...(store ? { store: store.url } : {}),
    ...(store?.processes ? { processes: store.processes } : {}),
  });
};
