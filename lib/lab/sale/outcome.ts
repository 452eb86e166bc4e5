import { z } from "zod";
import { type HttpReply, headerOf } from "#lib/lab/http/parse-reply.ts";
import type { BuyResult } from "#lib/order/checkout/buy.ts";

/** What one attempt to check out came to; after "again" the shopper repeats it with the same idempotency key. */
export type Outcome = "placed" | "refused" | "again" | "failed";

/** How long a shopper waits before a checkout is repeated, in milliseconds, where the store does not say it. */
const REPEAT_MS = 200;

/** How long to wait before a checkout is repeated, in milliseconds: not less than the store asks, and not all at once. */
export function repeatAfterMs(reply: HttpReply | null): number {
  const seconds = reply ? Number(headerOf(reply.head, "retry-after") ?? 0) : 0;
  return Math.max(REPEAT_MS, seconds * 1000) * (1 + Math.random());
}

const problem = z.object({ reason: z.string() });

function outcomeOf(reason: string): Outcome {
  if (reason === "short") return "refused";
  return reason === "under-way" ? "again" : "failed";
}

/** The outcome of a checkout by the function of the store. */
export function outcomeOfResult(result: BuyResult): Outcome {
  return result.ok ? "placed" : outcomeOf(result.reason);
}

/** The outcome of a checkout over HTTP. Whether one without a reply was placed is not known. */
export function outcomeOfReply(reply: HttpReply | null): Outcome {
  if (!reply || reply.status === 503 || reply.status === 429) return "again";
  if (reply.status === 201 || reply.status === 202) return "placed";
  if (reply.status !== 409) return "failed";
  const parsed = problem.safeParse(JSON.parse(reply.body.toString()));
  return parsed.success ? outcomeOf(parsed.data.reason) : "failed";
}
