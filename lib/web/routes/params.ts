import { z } from "zod";
import { runId } from "#lib/lab/runs/schema.ts";
import { orderId } from "#lib/order/schema.ts";
import { importId } from "#lib/sku/import/job/job.ts";
import { skuId } from "#lib/sku/schema.ts";

/** Path and query parameters of routes, shared by the routes and the OpenAPI document. */

/** Path of /api/skus/<id>. */
export const skuIdParams = z.object({ id: skuId });
/** Path of the lines of a cart and the entries of a wishlist. */
export const lineParams = z.object({ sku: skuId });
/** Path of /api/orders/<id>. */
export const orderParams = z.object({ id: orderId });
/** Path of /api/sessions/<id>: the public id of a session. */
export const sessionParams = z.object({ id: z.string().regex(/^[\w-]{16}$/) });
/** Path of /api/admin/users/<id> and of the addresses below it. */
export const userParams = z.object({ id: z.string().regex(/^(0|[1-9]\d{0,14})$/) });
/** Path of /api/admin/runs/<id> and of the addresses below it. */
export const runParams = z.object({ id: runId });

/** Path of the addresses below /api/admin/imports/<id>. */
export const importParams = z.object({ id: importId });

/** The id of a sample of a run: that of its entry in the stream. */
export const sampleId = z.string().regex(/^\d{1,20}-\d{1,20}$/);
/** Query of GET /api/admin/runs/<id>/events: the last sample that the client has. */
export const runEventsQuery = z.object({ after: sampleId.optional() });
/** Query of GET /api/admin/runs/<id>/download. */
export const downloadQuery = z.object({ format: z.enum(["json", "csv"]).default("json") });
