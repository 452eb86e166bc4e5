import { z } from "zod";
import type { VisitorKind } from "#lib/web/request/admit.ts";

/** A reply that is no error: its description, and its body by media type; 204 has none. */
export interface Reply {
  description: string;
  content?: Record<string, z.ZodType>;
}

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

/** When an operation replies with a problem document, and its schema if it has further members. */
export interface ProblemReply {
  description: string;
  schema?: z.ZodType;
}

/**
 * A route and method of the API. `visitor`, `body`, `query` and `params` are what the route itself passes to route().
 */
export interface Operation {
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** with `{name}` for each parameter */
  path: `/api/${string}`;
  summary: string;
  visitor: VisitorKind;
  body?: z.ZodType;
  /** media types of the body if they are not application/json */
  bodyTypes?: readonly string[];
  /** media type of a body that is no JSON */
  fileType?: string;
  query?: z.ZodObject;
  params?: z.ZodObject;
  headers?: z.ZodObject;
  replies: Record<number, Reply>;
  /** problems beyond those that follow from the visitor and the input, or more exact descriptions of these */
  problems?: Partial<Record<ProblemStatus, ProblemReply>>;
  /** set if the session cookie is read although the kind of visitor does not say so */
  cookie?: "optional";
  /** false if the reply never depends on Redis */
  redis?: false;
}

/** A reply of JSON. */
export function jsonReply(description: string, schema: z.ZodType): Reply {
  return { description, content: { "application/json": schema } };
}

/** A reply of text in a format that has no schema. */
export function textReply(description: string, mediaType: string): Reply {
  return { description, content: { [mediaType]: z.string() } };
}
