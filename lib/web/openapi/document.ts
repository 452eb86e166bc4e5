import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { accountOperations } from "#lib/web/openapi/operations/account.ts";
import { adminOperations } from "#lib/web/openapi/operations/admin.ts";
import { catalogueOperations } from "#lib/web/openapi/operations/catalogue.ts";
import { keyOperations } from "#lib/web/openapi/operations/keys.ts";
import type { Operation } from "#lib/web/openapi/operations/operation.ts";
import { peopleOperations } from "#lib/web/openapi/operations/people.ts";
import { serviceOperations } from "#lib/web/openapi/operations/service.ts";
import { shoppingOperations } from "#lib/web/openapi/operations/shopping.ts";
import { strictSample } from "#lib/web/openapi/replies/admin.ts";
import { isUserKind } from "#lib/web/request/admit.ts";
import { problemReplies } from "./problems.ts";

/** The operations by tag. */
const GROUPS: Record<string, readonly Operation[]> = {
  account: accountOperations,
  catalogue: catalogueOperations,
  shopping: shoppingOperations,
  admin: [...adminOperations, ...keyOperations, ...peopleOperations],
  service: serviceOperations,
};

/** Every route and method of the API. */
export const operations: readonly Operation[] = Object.values(GROUPS).flat();

const SESSION = { session: [] };

/** Whether the session cookie is needed, may be sent, or is ignored. */
function securityOf({ visitor, cookie }: Operation) {
  if (visitor === "required" || isUserKind(visitor)) return [SESSION];
  return visitor === "anyone" && !cookie ? [] : [{}, SESSION];
}

function toOpenapi(operation: Operation, tag: string): ZodOpenApiOperationObject {
  const { id, summary, body, fileType, bodyTypes = ["application/json"], query, params, headers } = operation;
  const replies = Object.entries(operation.replies).map(([status, { description, content = {} }]) => {
    const media = Object.entries(content).map(([type, schema]) => [type, { schema }]);
    return [status, { description, ...(media.length > 0 ? { content: Object.fromEntries(media) } : {}) }];
  });
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: securityOf(operation),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: { required: true, content: Object.fromEntries(bodyTypes.map((type) => [type, { schema: body }])) },
    }),
    ...(fileType && { requestBody: { required: true, content: { [fileType]: { schema: z.string() } } } }),
    responses: { ...Object.fromEntries(replies), ...problemReplies(operation) },
  };
}

function makeDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const [tag, group] of Object.entries(GROUPS)) {
    for (const operation of group) {
      const { path, method } = operation;
      paths[path] = { ...paths[path], [method]: toOpenapi(operation, tag) };
    }
  }
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Fake Web Retailer",
      version: "1.0.0",
      description:
        "Errors are problem documents (RFC 9457). Money is a decimal string, a time is ISO 8601. GET also answers HEAD.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      // Named by the descriptions of event streams.
      schemas: { Sample: strictSample },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "fwr_session",
          description:
            "Set by a sign-in, and for a guest by the first request that needs it; __Host-fwr_session by https",
        },
      },
    },
  });
}

let document: ReturnType<typeof makeDocument> | undefined;

/** The OpenAPI 3.1 document of the whole API. */
export function openapiDocument(): ReturnType<typeof makeDocument> {
  document ??= makeDocument();
  return document;
}
