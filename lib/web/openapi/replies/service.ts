import { z } from "zod";
import { comparison as measured, shownCommand, shownRequest } from "#lib/command-log/schema.ts";
import { writeRefusals } from "#lib/redis/trouble.ts";

/** Replies about the service itself, strict: a missing or additional field is an error. */

export const live = z.strictObject({ status: z.literal("up") });
export const ready = z.union([
  z.strictObject({ status: z.literal("ready"), redis: z.literal("ready") }),
  z.strictObject({
    status: z.literal("ready"),
    redis: z.literal("read-only"),
    reason: z.enum(writeRefusals),
    cause: z.string(),
  }),
]);

const command = z.strictObject({
  ...shownCommand.shape,
  family: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
});
export const commands = z.strictObject({
  requests: z.array(z.strictObject({ ...shownRequest.shape, commands: z.array(command) })).nullable(),
});
export const comparison = z.strictObject(measured.shape);

const group = z.record(z.string(), z.unknown());
/** An OpenAPI document, without its details. */
export const openapi = z.strictObject({
  openapi: z.literal("3.1.1"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  paths: z.record(z.string().startsWith("/api/"), group),
  components: z.strictObject({ schemas: group, responses: group, securitySchemes: group }),
});
