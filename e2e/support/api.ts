import { type APIResponse, expect } from "@playwright/test";
import type { z } from "zod";
import { problem } from "#lib/web/openapi/replies/common.ts";

/** Reads the body of a reply, which must be JSON with this status and exactly this shape. */
export async function read<S extends z.ZodType>(response: APIResponse, status: number, shape: S): Promise<z.output<S>> {
  const text = await response.text();
  expect(response.status(), `${response.url()}\n${text}`).toBe(status);
  expect(response.headers()["content-type"]).toContain("json");
  return shape.parse(JSON.parse(text));
}

/** Reads a problem document (RFC 9457), which must have this status and must not be cached. */
export async function readProblem(response: APIResponse, status: number) {
  const document = await read(response, status, problem);
  expect(response.headers()["content-type"]).toBe("application/problem+json");
  expect(response.headers()["cache-control"]).toBe("no-store");
  expect(document.status).toBe(status);
  return document;
}

/**
 * Sends a request, again while the reply is 503, as it is for a moment after an outage and when a server gets no time.
 * @param send may take effect several times
 */
export async function sendUntilAvailable(send: () => Promise<APIResponse>): Promise<APIResponse> {
  let reply: APIResponse | undefined;
  await expect(async () => {
    reply = await send();
    expect(reply.status()).not.toBe(503);
  }).toPass({ timeout: 60_000 });
  if (!reply) throw new Error("The request was never sent");
  return reply;
}
