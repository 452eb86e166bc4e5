import { setTimeout as sleep } from "node:timers/promises";
import type { RedisClientOptions } from "redis";
import { config } from "#lib/config.ts";
import { logEvent } from "#lib/log.ts";
import { processWide } from "#lib/process/process-wide.ts";

/**
 * Tokens of Microsoft Entra ID in place of a password, for Azure Managed Redis (REDIS_ENTRA_ID). The process has one
 * source of tokens; when it gets a new one, every connection authenticates again with it, without being closed. How the
 * process proves who it is (managed identity, workload identity, service principal, `az login`) is found by
 * `DefaultAzureCredential` from the variables that Azure sets.
 */

type Provider = Extract<
  NonNullable<RedisClientOptions["credentialsProvider"]>,
  { type: "streaming-credentials-provider" }
>;
type Listener = Parameters<Provider["subscribe"]>[0]["onNext"];
/** A user name, the object id of the identity, and as its password a token. */
export type Credentials = Parameters<Listener>[0];

/** A token is renewed after this share of its lifetime. */
const RENEW_AFTER = 0.75;
/** How often it is tried again when no token could be had, or a connection did not take one, in milliseconds. */
const RETRY_MS = 2000;
/** How often a connection is told again. One that takes none then is one that was destroyed while it was being made. */
const MAX_TRIES = 5;

const NOT_INSTALLED =
  "REDIS_ENTRA_ID: the packages for it are not installed. Type:  npm install @redis/entraid @azure/identity";

const state = processWide("entra-id", () => ({
  current: null as Credentials | null,
  starting: null as Promise<Credentials> | null,
  listeners: new Set<Listener>(),
}));

async function loadProvider(): Promise<Provider> {
  let packages: [typeof import("@azure/identity"), typeof import("@redis/entraid")];
  try {
    packages = await Promise.all([import("@azure/identity"), import("@redis/entraid")]);
  } catch (error) {
    throw new Error(NOT_INSTALLED, { cause: error });
  }
  const [{ DefaultAzureCredential }, { EntraIdCredentialsProviderFactory, REDIS_SCOPE_DEFAULT }] = packages;
  return EntraIdCredentialsProviderFactory.createForDefaultAzureCredential({
    credential: new DefaultAzureCredential(),
    scopes: REDIS_SCOPE_DEFAULT,
    tokenManagerConfig: {
      expirationRefreshRatio: RENEW_AFTER,
      retry: {
        maxAttempts: 10,
        initialDelayMs: 200,
        maxDelayMs: RETRY_MS,
        backoffMultiplier: 2,
        isRetryable: () => true,
      },
    },
  });
}

/** Whether the packages for it are there. @returns what to do if they are not */
export async function findMissingPackages(): Promise<string | null> {
  if (!config().REDIS_ENTRA_ID) return null;
  return loadProvider().then(
    () => null,
    (error: Error) => error.message,
  );
}

function publish(credentials: Credentials): Credentials {
  state.current = credentials;
  for (const listener of state.listeners) listener(credentials);
  return credentials;
}

async function restart(): Promise<void> {
  for (;;) {
    try {
      await start();
      return;
    } catch {
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }
}

/** Gets the first token, and the next ones for as long as the process lives. @throws Error when none can be had */
function start(): Promise<Credentials> {
  state.starting ??= (async () => {
    const provider = await loadProvider();
    const [first] = await provider.subscribe({
      onNext: publish,
      onError(error) {
        logEvent("warn", "entra-id-failed", { reason: error.message.split("\n")[0] ?? "" });
        void restart();
      },
    });
    return publish(first);
  })().finally(() => {
    state.starting = null;
  });
  return state.starting;
}

/** The credentials that are valid now. Asks Entra ID the first time. @throws Error when it gives none */
export const currentCredentials = (): Promise<Credentials> =>
  state.current ? Promise.resolve(state.current) : start();

/** How many connections of this process are told of new tokens. */
export const countListeners = (): number => state.listeners.size;

/**
 * Whether a connection authenticates by a token: where that is configured, the address has no password, and nobody can
 * read along.
 */
export function usesEntraId(url: string): boolean {
  if (!url.startsWith("rediss://")) return false;
  const { username, password } = new URL(url);
  return config().REDIS_ENTRA_ID && !username && !password;
}

/**
 * The credentials of one connection, which has to have a provider of its own: node-redis never ends a subscription when
 * it connects again, so each one here takes the place of the last.
 */
export function makeCredentialsProvider(): Provider {
  let last: Listener | null = null;
  let [tries, failedAt] = [0, 0];
  const forget = () => void (last && state.listeners.delete(last));
  return {
    type: "streaming-credentials-provider",
    async subscribe({ onNext }) {
      const credentials = await currentCredentials();
      forget();
      last = onNext;
      state.listeners.add(onNext);
      return [credentials, { dispose: forget }];
    },
    // A connection that is being made at that moment can't be told of a new token, and would break when the old one expires.
    onReAuthenticationError(error) {
      const now = performance.now();
      tries = now - failedAt < 2 * RETRY_MS ? tries + 1 : 1;
      failedAt = now;
      if (tries > MAX_TRIES) return forget();
      if (tries === MAX_TRIES) logEvent("warn", "entra-id-refused", { reason: error.message });
      setTimeout(() => {
        if (last && state.current && state.listeners.has(last)) last(state.current);
      }, RETRY_MS).unref();
    },
  };
}
