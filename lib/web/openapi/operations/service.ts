import * as replies from "#lib/web/openapi/replies/service.ts";
import { jsonReply, type Operation } from "./operation.ts";

/** Health, and the document itself. */
export const serviceOperations: readonly Operation[] = [
  {
    id: "isLive",
    method: "get",
    path: "/api/health/live",
    summary: "The process is up",
    visitor: "anyone",
    redis: false,
    replies: { 200: jsonReply("It is", replies.live) },
  },
  {
    id: "isReady",
    method: "get",
    path: "/api/health/ready",
    summary: "Redis answers",
    visitor: "anyone",
    replies: { 200: jsonReply("It does", replies.ready) },
  },
  {
    id: "getOpenapi",
    method: "get",
    path: "/api/openapi.json",
    summary: "This document",
    visitor: "anyone",
    redis: false,
    replies: { 200: jsonReply("An OpenAPI 3.1 document", replies.openapi) },
  },
];
