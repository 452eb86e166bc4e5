import { setTimeout as sleep } from "node:timers/promises";
import { exitWithError, logStep } from "#bin/install/bootstrap.mjs";
import { checkRedisVersion } from "#bin/install/programs.mjs";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import type { Config } from "#lib/config.ts";
import { logEvent } from "#lib/log.ts";
import { noticeOfEviction, readNoticeOfLoss } from "#lib/metrics/redis-notices.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { DATA_FORMAT } from "#lib/redis/data-format.ts";
import { keys } from "#lib/redis/keys.ts";
import { findMissingPackages } from "#lib/redis/security/entra-id.ts";
import { findOtherProtocol } from "#lib/redis/security/other-protocol.ts";
import { explainTlsFailure } from "#lib/redis/security/tls.ts";
import { findMissingPermissions } from "#lib/redis/server/permissions.ts";
import { readStoreInfo } from "#lib/redis/server/server-info.ts";
import { explainWrongServer, findWrongNode } from "#lib/redis/server/wrong-server.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { awaitRedis, pingRedis, retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { applyTerminalTimeouts } from "#lib/redis/timeouts.ts";
import { isReadOnlyTrouble, REFUSALS } from "#lib/redis/trouble.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { readOrigin, writeOrigin } from "#lib/sku/seed/origin.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { checkData, explainDataProblem, upgradeData } from "#lib/upgrade/upgrade.ts";
import { INITIAL_ADMIN_ID } from "#lib/user/store.ts";

/** What the primary process of `npm start` does with Redis: it checks it, and fills it for the first visitor. */

/** How long the server processes wait for Redis before they open the port, in milliseconds. */
const REDIS_WAIT_MS = 2000;
/** How often writing is tried again while Redis refuses it, and how often an empty Redis is looked for. */
const RETRY_MS = 2000;
const WATCH_MS = 3000;
/** Missing permissions that are named; a user without any lacks all. */
const MAX_NAMED = 5;

/** The variable that names Redis. */
const variableOf = ({ REDIS_CLUSTER, REDIS_SENTINEL }: Config) =>
  (REDIS_CLUSTER && "REDIS_CLUSTER") || (REDIS_SENTINEL && "REDIS_SENTINEL_MASTER") || "REDIS_URL";

/** Ends the program where another Redis was meant than the one that answers. */
function exitIfWrong(config: Config, wrong: string | null): void {
  const variable = wrong?.startsWith("is no Sentinel") ? "REDIS_SENTINEL" : variableOf(config);
  if (wrong) exitWithError(`${variable} ${wrong}.`);
}

const causeOf = (error: unknown) => (error instanceof Error && error.cause instanceof Error ? error.cause.message : "");

/** Waits until Redis answers, also while it loads its data. @param onAway called when it does not do so soon */
async function awaitFirstAnswer(config: Config, onAway: () => void): Promise<void> {
  const missing = await findMissingPackages();
  if (missing) exitWithError(missing);
  const startedAt = performance.now();
  let reported = false;
  await retryWhileAway(pingRedis, {
    everyMs: 500,
    onFailure(error) {
      const why = causeOf(error);
      if (error instanceof RedisUnavailableError && error.trouble === "WRONGPASS")
        exitWithError(`${variableOf(config)}: Redis refuses the user or the password (${why}).`);
      const refusal = explainTlsFailure(error instanceof Error ? error.cause : null);
      if (refusal) exitWithError(`${variableOf(config)}: ${refusal}.`);
      const exitIf = (other: string | null) => other && exitWithError(`${variableOf(config)}: ${other}.`);
      if (!reported) void findOtherProtocol().then(exitIf);
      exitIfWrong(config, explainWrongServer(error));
      if (!reported) void findWrongNode().then((wrong) => exitIfWrong(config, wrong));
      if (!reported) logStep(`Redis: no answer yet${why && ` (${why})`}; retrying (Ctrl-C stops)`);
      reported = true;
      if (performance.now() - startedAt > REDIS_WAIT_MS) onAway();
    },
  });
}

/** Ends the program where the store can't work with this Redis, and says what to mind where it can. */
async function checkRedis(config: Config): Promise<void> {
  const missing = await withRedis(findMissingPermissions);
  if (missing.length > 0) {
    const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : "";
    const named = `${missing.slice(0, MAX_NAMED).join(", ")}${more}`;
    exitWithError(`${variableOf(config)}: the Redis user has no permission for ${named} (docs/operations.md, Redis).`);
  }
  const info = await withRedis(readStoreInfo);
  // A server that does not report its version is accepted.
  const problem = checkRedisVersion(info.valkey_version ? "" : info.redis_version);
  if (problem) exitWithError(`${variableOf(config)}: ${problem}`);
  for (const { title, text } of [...noticeOfEviction(info), ...(await readNoticeOfLoss(info))])
    logStep(`Warning: ${title}. ${text}`);
  const unusable = await checkData();
  if (unusable) exitWithError(`${variableOf(config)}: ${explainDataProblem(unusable)}`);
}

/** Upgrades the data; adds sample products and the administrator where they are missing. */
async function fill({ DATA_DIR, ADMIN_USERNAME, ADMIN_PASSWORD }: Config): Promise<void> {
  for (const converted of await upgradeData()) logStep(`Data: upgraded to version ${DATA_FORMAT} (${converted})`);
  const seeded = readOrigin(DATA_DIR) === "own" ? 0 : await seedIfEmpty();
  if (seeded > 0) logStep(`Catalogue: the store was empty; ${seeded} sample products were added`);
  if (seeded > 0 || readOrigin(DATA_DIR) === null) writeOrigin(DATA_DIR, seeded > 0 ? "samples" : "own");
  const admin = await ensureAdmin(ADMIN_USERNAME, ADMIN_PASSWORD);
  if (!admin.ok) exitWithError(`ADMIN_USERNAME: "${admin.username}" belongs to a shopper; choose another name.`);
  if (admin.newPassword)
    logStep(`Administrator: "${admin.username}" with password "${admin.newPassword}" (shown this once)`);
}

/**
 * Prepares the store for the first visitor. A Redis that is loading its data is waited for, and so is one that refuses
 * writes.
 * @param onAway called when that may take long: then visitors get what can be read, or 503, instead of no answer
 */
export async function prepareStore(config: Config, onAway: () => void): Promise<void> {
  await awaitFirstAnswer(config, onAway);
  // From here on Redis answers, but on a busy machine it may take longer than a request may.
  await closeRedis();
  applyTerminalTimeouts();
  await awaitRedis();
  let reported = false;
  let isChecked = false;
  for (;;) {
    try {
      if (!isChecked) await checkRedis(config);
      isChecked = true;
      await fill(config);
      if (reported) logStep("Redis: accepts writes again");
      return;
    } catch (error) {
      exitIfWrong(config, explainWrongServer(error));
      if (!(error instanceof RedisUnavailableError)) throw error;
      const { trouble } = error;
      const { cause, remedy } = isReadOnlyTrouble(trouble) ? REFUSALS[trouble] : { cause: "", remedy: "" };
      if (cause && !reported)
        logStep(`Redis: refuses writes, as ${cause} (${trouble}); the store is read-only. ${remedy}`);
      reported = true;
      onAway();
      await sleep(RETRY_MS);
    }
  }
}

interface Missing {
  admin: boolean;
  goods: boolean;
}

/** Whether the administrator, or all goods, are missing. One round trip. */
async function findMissing(): Promise<Missing> {
  const [admin, goods] = await withRedis((redis) =>
    Promise.all([redis.exists(keys.user(INITIAL_ADMIN_ID)), redis.exists(keys.skus)]),
  );
  return { admin: admin === 0, goods: goods === 0 };
}

/**
 * Follows a Redis that is emptied while the store runs: the administrator comes back, sample goods where the store had
 * put them in, and every process drops what it has cached. Nothing else comes back. @returns what ends it
 */
export function watchForEmptyRedis(config: Config, everyMs = WATCH_MS): () => void {
  let before: Missing = { admin: false, goods: false };
  return repeat(everyMs, async () => {
    const { admin, goods } = await findMissing();
    const isNews = (admin && !before.admin) || (goods && !before.goods);
    before = { admin, goods };
    if (isNews)
      logEvent("warn", "redis-emptied", { administrator: admin ? "gone" : "there", goods: goods ? "gone" : "there" });
    // Goods alone may have been deleted on purpose. What failed before is tried again.
    if (admin) await fill(config);
    before.admin = false;
    if (isNews || admin) await withRedis((redis) => redis.publish(keys.skusChanged, "*"));
  });
}
