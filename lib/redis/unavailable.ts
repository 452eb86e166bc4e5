import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ReconnectStrategyError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  TimeoutError,
} from "redis";
import { refusalOf, type Trouble, troubleOf } from "./trouble.ts";

const CONNECTION_CODES = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|NR_CLOSED)/;
const NOT_NOW = /^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY) /;

/**
 * Redis did not answer in time or at all, and whether the command took effect is unknown; or it refused the command
 * (`trouble`), and nothing was changed by it.
 */
export class RedisUnavailableError extends Error {
  override name = "RedisUnavailableError";

  /** what the cause says */
  get trouble(): Trouble {
    return troubleOf(this.cause);
  }
}

/** Whether Redis can be read and refuses to write. */
export function isReadOnlyError(error: unknown): boolean {
  return refusalOf(error instanceof RedisUnavailableError ? error.cause : error) !== null;
}

/** For a write that what is shown does not depend on. @throws the error unless it says that Redis refuses writes */
export function ignoreReadOnly(error: unknown): void {
  if (!isReadOnlyError(error)) throw error;
}

/** Whether an error means that Redis is unavailable at the moment, rather than that the command was wrong. */
export function isRedisAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (
    error instanceof RedisUnavailableError ||
    error instanceof ClientClosedError ||
    error instanceof ClientOfflineError ||
    error instanceof ConnectionTimeoutError ||
    error instanceof DisconnectsClientError ||
    error instanceof ReconnectStrategyError ||
    error instanceof SocketClosedUnexpectedlyError ||
    error instanceof SocketTimeoutError ||
    error instanceof TimeoutError
  ) {
    return true;
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    CONNECTION_CODES.test(code) ||
    troubleOf(error) !== "away" ||
    NOT_NOW.test(error.message) ||
    error.message.includes("queue is full")
  );
}
