import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import type { Operation, ProblemReply, ProblemStatus } from "#lib/web/openapi/operations/operation.ts";
import { problem } from "#lib/web/openapi/replies/common.ts";
import { isAdminKind, isUserKind } from "#lib/web/request/admit.ts";

const retryAfter = z.object({ "Retry-After": z.int().min(1).meta({ description: "seconds" }) });
/** Statuses that always say when to try again. */
const RETRY = new Set<ProblemStatus>([429, 503]);

/** The problem documents that are the same everywhere: the name of the component, and when it is sent. */
const COMMON: Record<ProblemStatus, [id: string, description: string]> = {
  400: ["Malformed", "The JSON body or the address is malformed"],
  401: ["NotSignedIn", "The visitor is not signed in"],
  403: [
    "NotAllowed",
    "The visitor is not an administrator or has to sign in again, or the request comes from another site",
  ],
  404: ["NotFound", "There is no such thing, or the id is invalid"],
  409: ["JustSignedIn", "The visitor has just signed in; ask again with the new cookie"],
  413: ["TooLarge", "The body has more than 64 KiB"],
  422: ["Invalid", "A field or a query parameter is invalid; `errors` says which"],
  429: ["TooMany", "Too many requests"],
  500: ["InternalError", "An unexpected error, which was logged"],
  503: ["Unavailable", "Redis does not answer, or refuses writes: `reason` says how"],
};

/** The statuses of problems that follow from who may ask and what is sent. */
function impliedStatuses({ method, visitor, body, fileType, query, params, redis }: Operation): ProblemStatus[] {
  const when: [ProblemStatus, unknown][] = [
    [400, body ?? params],
    [401, visitor === "required" || isUserKind(visitor)],
    // Every method that changes something is refused across origins.
    [403, isAdminKind(visitor) || method !== "get"],
    [404, params],
    [409, visitor === "guest"],
    [413, body ?? fileType],
    [422, body ?? query],
    [429, visitor === "guest"],
    [500, true],
    [503, redis !== false],
  ];
  return when.flatMap(([status, applies]) => (applies ? [status] : []));
}

function makeReply(status: ProblemStatus, { description, schema = problem }: ProblemReply): ZodOpenApiResponseObject {
  const headers = RETRY.has(status) ? { headers: retryAfter } : {};
  return { description, ...headers, content: { "application/problem+json": { schema } } };
}

/** The common replies as components; the library recognizes a component by its identity. */
const components = new Map<ProblemStatus, ZodOpenApiResponseObject>();

function commonReply(status: ProblemStatus): ZodOpenApiResponseObject {
  const [id, description] = COMMON[status];
  const component = components.get(status) ?? { id, ...makeReply(status, { description }) };
  components.set(status, component);
  return component;
}

/** The problem documents of an operation, by status. */
export function problemReplies(operation: Operation): Record<string, ZodOpenApiResponseObject> {
  const own = new Map(Object.entries(operation.problems ?? {}));
  const statuses = new Set([...impliedStatuses(operation).map(String), ...own.keys()]);
  return Object.fromEntries(
    [...statuses].map((text) => {
      const status = Number(text) as ProblemStatus;
      const reply = own.get(text);
      return [text, reply ? makeReply(status, reply) : commonReply(status)];
    }),
  );
}
