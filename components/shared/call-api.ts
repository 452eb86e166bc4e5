/** A request that was refused or that failed. The message is shown to the shopper. */
export class ApiError extends Error {
  /** The request may have taken effect all the same. */
  readonly outcomeUnknown: boolean;

  constructor(message: string, outcomeUnknown: boolean) {
    super(message);
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** How long a reply is waited for, in milliseconds. */
export const CALL_TIMEOUT_MS = 8000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function toError(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  const members = typeof problem === "object" && problem !== null ? problem : {};
  // A store that is read-only says so and why; nothing was changed there.
  const isReadOnly = "reason" in members;
  const outcomeUnknown = response.status >= 500 && !isReadOnly;
  if (response.status === 503 && !isReadOnly)
    return new ApiError(
      "The store's database is not responding. Your change was undone. Try again in a moment.",
      outcomeUnknown,
    );
  const detail =
    "detail" in members && typeof members.detail === "string"
      ? members.detail
      : "The change was refused and has been undone. Reload the page and try again.";
  return new ApiError(detail, outcomeUnknown);
}

let startSession: (request: Promise<unknown>) => void = () => {};
/** The request that brings the cookie of the session: every page of the store sends one, some time after it was loaded. */
let sessionStart = new Promise<unknown>((resolve) => {
  startSession = resolve;
});

/**
 * Lets calls wait for a request that may start the session of a new visitor: beside it they would start another one, of
 * which the browser keeps only the last, and what they change would be lost.
 */
export function callAfter(request: Promise<unknown>): void {
  sessionStart = request.catch(() => {});
  startSession(sessionStart);
}

/** Calls the JSON API. @throws ApiError */
export async function callApi<T>(method: string, path: string, body?: object): Promise<T> {
  // The limit is for a page whose own request can't be sent: what the shopper does must not wait for ever.
  await Promise.race([sessionStart, sleep(CALL_TIMEOUT_MS)]);
  const response = await fetch(path, {
    method,
    // A change that is in flight when the page is closed still arrives.
    keepalive: method !== "GET",
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError("The store can't be reached. Check your connection and try again.", true);
  });
  if (!response.ok) throw await toError(response);
  return (await response.json()) as T;
}
