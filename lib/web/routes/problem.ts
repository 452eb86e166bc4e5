import { currentRequest } from "#lib/process/current-request.ts";
import type { WriteRefusal } from "#lib/redis/trouble.ts";
import type { FieldErrors } from "#lib/validation.ts";
import { Reply } from "./reply.ts";

const TITLES: Record<number, string> = {
  400: "Malformed request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  422: "Invalid input",
  429: "Too many requests",
  500: "Internal error",
  503: "Redis does not answer",
};

/** An RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** by field, for 422 */
  errors?: FieldErrors;
  /** for 503: how Redis refuses writes while the store is read-only; or that the store stops */
  reason?: WriteRefusal | "draining";
  /** as in X-Request-Id and in the log */
  requestId?: string;
}

export interface ProblemOptions {
  /** by field, for 422 */
  errors?: FieldErrors | undefined;
  /** seconds, for 429 and 503 */
  retryAfter?: number | undefined;
  /** further members of the document, such as the cart after a conflict */
  members?: Record<string, unknown>;
}

/** The document of a problem, apart from how it is sent. */
export function makeProblem(status: number, detail: string, errors?: FieldErrors): Problem {
  const document: Problem = { type: "about:blank", title: TITLES[status] ?? "Error", status, detail };
  return errors ? { ...document, errors } : document;
}

/** A reply that says what went wrong, as `application/problem+json` (RFC 9457). */
export function problem(status: number, detail: string, options: ProblemOptions = {}): Reply {
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  if (options.retryAfter !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(options.retryAfter)));
  const id = currentRequest()?.id;
  const document = {
    ...makeProblem(status, detail, options.errors),
    ...options.members,
    ...(id && { requestId: id }),
  };
  return new Reply(status, headers, JSON.stringify(document));
}

/** 422 with what is wrong with each field. */
export function invalid(errors: FieldErrors): Reply {
  const detail = Object.entries(errors)
    .map(([field, message]) => `${field}: ${message}`)
    .join("; ");
  return problem(422, detail, { errors });
}
