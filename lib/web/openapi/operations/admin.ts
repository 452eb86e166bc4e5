import { z } from "zod";
import { auditFilter, listAuditQuery } from "#lib/audit/schema.ts";
import { listRunsQuery, runBody } from "#lib/lab/runs/schema.ts";
import { historyQuery } from "#lib/metrics/schema.ts";
import { migrationBody } from "#lib/migration/schema.ts";
import { idempotencyKey } from "#lib/order/schema.ts";
import { importQuery } from "#lib/sku/import/schema.ts";
import { pictureParams, uploadQuery } from "#lib/sku/picture/schema.ts";
import * as replies from "#lib/web/openapi/replies/admin.ts";
import { downloadQuery, importParams, runEventsQuery, runParams, sampleId } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation, textReply } from "./operation.ts";

const CSV = "text/csv";
const EVENTS = "text/event-stream";
const lastEvent = z.object({ "Last-Event-ID": sampleId.optional() });

/** What administrators do: figures, reports, laboratory runs, the catalogue as a file. */
export const adminOperations: readonly Operation[] = [
  {
    id: "getMetrics",
    method: "get",
    path: "/api/admin/metrics",
    summary: "The current figures of the store and its Redis",
    visitor: "admin",
    replies: { 200: jsonReply("The figures", replies.metrics) },
  },
  {
    id: "streamMetrics",
    method: "get",
    path: "/api/admin/metrics/stream",
    summary: "The figures of the store and its Redis, every second",
    visitor: "admin",
    replies: { 200: textReply("Events `metrics`, whose data is Metrics as JSON; the stream ends after 300", EVENTS) },
  },
  {
    id: "readMetricsHistory",
    method: "get",
    path: "/api/admin/metrics/history",
    summary: "The figures of the last minutes: one sample a second up to an hour, above that one a minute",
    visitor: "admin",
    query: historyQuery,
    replies: { 200: jsonReply("The samples, oldest first", replies.metricsHistory) },
  },
  {
    id: "listAudit",
    method: "get",
    path: "/api/admin/audit",
    summary: "What was done to accounts and by administrators, newest first",
    visitor: "admin",
    query: listAuditQuery,
    replies: { 200: jsonReply("The entries", replies.auditList) },
  },
  {
    id: "exportAudit",
    method: "get",
    path: "/api/admin/audit.csv",
    summary: "The same as CSV with a header line",
    visitor: "admin",
    query: auditFilter,
    replies: { 200: textReply("The file", CSV) },
  },
  {
    id: "getCspReports",
    method: "get",
    path: "/api/admin/csp-reports",
    summary: "What browsers report of the content policy; part of it comes from their extensions",
    visitor: "admin",
    replies: { 200: jsonReply("Counts of the last seven days, the most frequent first", replies.cspReports) },
  },
  {
    id: "getMigration",
    method: "get",
    path: "/api/admin/migration",
    summary: "The state of the migration from PostgreSQL to Redis",
    visitor: "admin",
    replies: { 200: jsonReply("The state; of the last migration where none is under way", replies.migration) },
  },
  {
    id: "moveMigration",
    method: "post",
    path: "/api/admin/migration",
    summary: "Start a migration, move it on or back, break something on purpose, or end it",
    visitor: "admin",
    body: migrationBody,
    replies: { 200: jsonReply("The state after that", replies.migration) },
    problems: { 409: { description: "Something stands against it", schema: replies.migrationRefused } },
  },
  {
    id: "startRun",
    method: "post",
    path: "/api/admin/runs",
    summary: "Start a laboratory run",
    visitor: "admin",
    body: runBody,
    replies: { 202: jsonReply("The id of the run", replies.runStarted) },
    problems: {
      409: { description: "Another run is active", schema: replies.runConflict },
      422: {
        description: "The body is invalid, or the run needs more memory than the Redis server has",
        schema: replies.runRefused,
      },
    },
  },
  {
    id: "listRuns",
    method: "get",
    path: "/api/admin/runs",
    summary: "List laboratory runs, newest first",
    visitor: "admin",
    query: listRunsQuery,
    replies: { 200: jsonReply("The runs", replies.runList) },
  },
  {
    id: "getRun",
    method: "get",
    path: "/api/admin/runs/{id}",
    summary: "The current state of a run",
    visitor: "admin",
    params: runParams,
    replies: { 200: jsonReply("The run", replies.run) },
  },
  {
    id: "cancelRun",
    method: "delete",
    path: "/api/admin/runs/{id}",
    summary: "Cancel a run if it is still running",
    visitor: "admin",
    params: runParams,
    replies: { 200: jsonReply("The run after that", replies.run) },
  },
  {
    id: "followRun",
    method: "get",
    path: "/api/admin/runs/{id}/events",
    summary: "Follow a run; Last-Event-ID, or else `after`, names the last sample that the client has",
    visitor: "admin",
    params: runParams,
    query: runEventsQuery,
    headers: lastEvent,
    replies: {
      200: textReply("Events `sample` (data: Sample), `run` (data: Run) at each change of state, and `end`", EVENTS),
    },
  },
  {
    id: "downloadRun",
    method: "get",
    path: "/api/admin/runs/{id}/download",
    summary: "A run as a file: all of it as JSON, or the samples as CSV",
    visitor: "admin",
    params: runParams,
    query: downloadQuery,
    replies: {
      200: { description: "The file", content: { "application/json": replies.runFile, [CSV]: z.string() } },
    },
  },
  {
    id: "importSkus",
    method: "post",
    path: "/api/admin/skus/import",
    summary:
      "Create and change SKUs by a CSV table of this store, Shopify, WooCommerce, Magento, Medusa or Google Merchant; unless `dryRun`, after a sign-in within the last hour",
    visitor: "admin",
    fileType: CSV,
    query: importQuery,
    headers: z.object({ "Idempotency-Key": idempotencyKey.optional() }),
    replies: { 200: jsonReply("What was done, or would be", replies.importReport) },
    problems: {
      400: { description: "The header Idempotency-Key is malformed" },
      409: { description: "Another import writes at the moment" },
      429: { description: "Too many tables wait to be read" },
      422: { description: "The table has errors; nothing was written", schema: replies.importProblem },
    },
  },
  {
    id: "listPictures",
    method: "get",
    path: "/api/admin/pictures",
    summary: "The uploaded pictures and the SKUs that use them, newest first",
    visitor: "admin",
    replies: { 200: jsonReply("The pictures; the store keeps at most 500", replies.pictureList) },
  },
  {
    id: "addPicture",
    method: "post",
    path: "/api/admin/pictures",
    summary:
      "Add a picture: PNG, JPEG, WebP or AVIF, at most 5 MB and 50 million pixels, as the body or as the field `picture` of a form",
    visitor: "admin",
    fileType: "application/octet-stream",
    query: uploadQuery,
    replies: {
      200: jsonReply("The store has this very picture already", replies.pictureAdded),
      201: jsonReply("The path of the new picture, for the field `image` of a SKU", replies.pictureAdded),
      303: { description: "To the page that a form names in the field `back`, where it is filled in again" },
    },
    problems: {
      400: { description: "The body is not a form that can be read" },
      409: { description: "The store has as many pictures as it keeps" },
      429: { description: "Too many pictures are being processed" },
    },
  },
  {
    id: "removePicture",
    method: "delete",
    path: "/api/admin/pictures/{id}",
    summary: "Remove an uploaded picture that no SKU uses",
    visitor: "admin",
    params: pictureParams,
    replies: { 204: { description: "It is removed" } },
    problems: { 409: { description: "A SKU uses it; `detail` says which" } },
  },
  {
    id: "uploadImport",
    method: "post",
    path: "/api/admin/imports",
    summary: "Upload a CSV table for an import by the pages, in the field `file` of a form, or as text in `table`",
    visitor: "admin",
    fileType: "multipart/form-data",
    replies: {
      201: jsonReply("The import and its page; for clients that accept JSON", replies.importCreated),
      303: { description: "To the page of the import, or to the form with what is wrong; for browsers" },
    },
    problems: {
      413: { description: "The table has more than 64 MB" },
      422: { description: "The form has no table" },
      429: { description: "Too many tables wait to be read" },
    },
  },
  {
    id: "followImport",
    method: "get",
    path: "/api/admin/imports/{id}/events",
    summary: "Follow an import that is checked or carried out",
    visitor: "admin",
    params: importParams,
    replies: { 200: textReply("Events `import` (data: its state and progress) at each change, and `end`", EVENTS) },
  },
  {
    id: "exportSkus",
    method: "get",
    path: "/api/admin/skus.csv",
    summary: "The catalogue as CSV with a header line",
    visitor: "admin",
    replies: { 200: textReply("The file", CSV) },
  },
];
