import { type APIResponse, expect } from "@playwright/test";
import type { z } from "zod";
import { problem } from "./shapes.ts";

/** The body of a reply, which must have this status and exactly this shape, and must not be kept by anyone. */
export async function read<S extends z.ZodType>(response: APIResponse, status: number, shape: S): Promise<z.output<S>> {
  const text = await response.text();
  expect(response.status(), `${response.url()}\n${text}`).toBe(status);
  expect(response.headers()["content-type"]).toContain("json");
  return shape.parse(JSON.parse(text));
}

/** A problem document (RFC 9457) with this status. */
export async function readProblem(response: APIResponse, status: number) {
  const document = await read(response, status, problem);
  expect(response.headers()["content-type"]).toBe("application/problem+json");
  expect(response.headers()["cache-control"]).toBe("no-store");
  expect(document.status).toBe(status);
  return document;
}
