import { z } from "zod";

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** What zod would say in its own words, for whatever has none of ours. Every edge of HTTP imports this. */
z.config({
  customError: (issue) => {
    if (issue.code === "invalid_type") {
      if (issue.input === undefined) return "is needed";
      return `must be ${KINDS[issue.expected] ?? `an ${issue.expected}`}`;
    }
    if (issue.code === "too_small") {
      if (issue.origin === "string") return `needs ${issue.minimum} characters or more`;
      return `can't be less than ${issue.minimum}`;
    }
    if (issue.code === "too_big") {
      if (issue.origin === "string") return `may have ${issue.maximum} characters at most`;
      return `can't be more than ${issue.maximum}`;
    }
    if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
    return undefined;
  },
});

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
  500: "Something broke",
  503: "Redis does not answer",
};

/** What is wrong with each field, in plain words. */
export type FieldErrors = Record<string, string>;

/** An RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldErrors;
}

export interface ProblemOptions {
  /** by field, for 422 */
  errors?: FieldErrors;
  /** seconds, for 429 and 503 */
  retryAfter?: number;
  /** further members of the document, such as the cart after a conflict */
  members?: Record<string, unknown>;
}

/** The document of a problem, apart from how it is sent. */
export function makeProblem(status: number, detail: string, errors?: FieldErrors): Problem {
  const document: Problem = { type: "about:blank", title: TITLES[status] ?? "Error", status, detail };
  return errors ? { ...document, errors } : document;
}

/** A reply that says what went wrong, as `application/problem+json` (RFC 9457). */
export function problem(status: number, detail: string, options: ProblemOptions = {}): Response {
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  if (options.retryAfter !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(options.retryAfter)));
  const document = { ...makeProblem(status, detail, options.errors), ...options.members };
  return new Response(JSON.stringify(document), { status, headers });
}

/** The first complaint about each field; what concerns the whole input is named by `whole`. */
export function fieldErrors(error: z.ZodError, whole = "body"): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of error.issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const field of unknown) errors[field] ??= "is not a field of this request";
    if (unknown.length === 0) errors[issue.path.map(String).join(".") || whole] ??= issue.message;
  }
  return errors;
}

/** 422 with what is wrong with each field. */
export function invalid(errors: FieldErrors): Response {
  const detail = Object.entries(errors)
    .map(([field, message]) => `${field}: ${message}`)
    .join("; ");
  return problem(422, detail, { errors });
}
