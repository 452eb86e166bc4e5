import { z } from "zod";
import { requestParams } from "#lib/command-log/schema.ts";
import { cspReportsBody } from "#lib/csp/schema.ts";
import * as replies from "#lib/web/openapi/replies/service.ts";
import { jsonReply, type Operation, textReply } from "./operation.ts";

const COMMANDS_OFF = { 404: { description: "The store does not show its commands (SHOW_COMMANDS)" } };
const TOO_MANY_COMMANDS = {
  429: { description: "More than 100 were begun or compared from the address in an hour" },
};

/** Health, reports of browsers, and the document itself. */
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
    summary: "Redis answers, and whether it accepts writes; 503 also with the reason `draining` while the store stops",
    visitor: "anyone",
    replies: { 200: jsonReply("It does", replies.ready) },
  },
  {
    id: "scrapeMetrics",
    method: "get",
    path: "/api/metrics",
    summary:
      "The figures of the store for Prometheus: with `Authorization: Bearer <METRICS_TOKEN>`, or as an administrator",
    visitor: "anyone",
    cookie: "optional",
    headers: z.object({ Authorization: z.string().optional() }),
    replies: { 200: textReply("The text format of Prometheus, version 0.0.4", "text/plain") },
    problems: { 401: { description: "Neither the token nor the session of an administrator" } },
  },
  {
    id: "reportCspViolations",
    method: "post",
    path: "/api/csp-reports",
    summary: "Count what the content policy has blocked, as browsers report it by report-uri and by report-to",
    visitor: "anyone",
    body: cspReportsBody,
    bodyTypes: ["application/csp-report", "application/reports+json"],
    replies: { 204: { description: "Counted" } },
    problems: { 429: { description: "More than 200 requests came from the address in an hour" } },
  },
  {
    id: "listCommands",
    method: "get",
    path: "/api/commands",
    summary: "The visitor's own last requests with their Redis commands, the newest first; null when none are noted",
    visitor: "anyone",
    replies: { 200: jsonReply("The requests", replies.commands) },
    problems: COMMANDS_OFF,
  },
  {
    id: "beginCommands",
    method: "post",
    path: "/api/commands",
    summary: "Note the visitor's own requests from now on, under a cookie of its own",
    visitor: "anyone",
    replies: { 204: { description: "Begun" } },
    problems: {
      ...COMMANDS_OFF,
      ...TOO_MANY_COMMANDS,
    },
  },
  {
    id: "endCommands",
    method: "delete",
    path: "/api/commands",
    summary: "Note them no more, and delete those that were",
    visitor: "anyone",
    replies: { 204: { description: "Ended" } },
  },
  {
    id: "compareCommands",
    method: "post",
    path: "/api/commands/{id}/comparison",
    summary: "Send the commands of one of these requests again, together and one by one, and measure both",
    visitor: "anyone",
    params: requestParams,
    replies: { 200: jsonReply("Milliseconds, medians of several", replies.comparison) },
    problems: {
      404: { description: "There is no such request among the visitor's own" },
      ...TOO_MANY_COMMANDS,
    },
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
