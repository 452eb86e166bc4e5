import { logError, logEvent } from "#lib/log.ts";
import { currentRequest } from "#lib/process/current-request.ts";

/**
 * Next.js reports the errors of pages and actions by `console.error`, as text, and as often as they happen: 2,584 lines in
 * the 35 s in which a Redis was loading its data. There is no other way to be told of all of them, nor to stop it.
 */

/** Its own classes are loaded once more in each bundle of Next.js, so that `instanceof` would not know them. */
const isRedisError = (error: Error) => error.name === "RedisUnavailableError";

/** Writes what Next.js prints as lines of the log. */
export function logConsoleErrors(): void {
  console.error = (...values: unknown[]) => {
    const error = values.find((value) => value instanceof Error);
    const route = currentRequest()?.route ?? "";
    // The stack says nothing, and why is in the line of the request, too.
    if (error && isRedisError(error)) logEvent("warn", "page-without-redis", { route, message: error.message });
    else logError("page-failed", error ?? values.map(String).join(" "), { route });
  };
}
