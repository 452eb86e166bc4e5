/** A request that was refused or that failed. The message is shown to the shopper. */
export class ApiError extends Error {
  /** The request may have taken effect all the same. */
  readonly outcomeUnknown: boolean;

  constructor(message: string, outcomeUnknown: boolean) {
    super(message);
    this.outcomeUnknown = outcomeUnknown;
  }
}

const TIMEOUT_MS = 8000;

async function toError(response: Response): Promise<ApiError> {
  const outcomeUnknown = response.status >= 500;
  if (response.status === 503)
    return new ApiError(
      "The store's database is not responding. Your change was undone. Try again in a moment.",
      outcomeUnknown,
    );
  const problem: unknown = await response.json().catch(() => null);
  const detail =
    typeof problem === "object" && problem !== null && "detail" in problem && typeof problem.detail === "string"
      ? problem.detail
      : "The change was refused and has been undone. Reload the page and try again.";
  return new ApiError(detail, outcomeUnknown);
}

/** Calls the JSON API. @throws ApiError */
export async function callApi<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    // A change that is in flight when the page is closed still arrives.
    keepalive: method !== "GET",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError("The store can't be reached. Check your connection and try again.", true);
  });
  if (!response.ok) throw await toError(response);
  return (await response.json()) as T;
}
