import type { RunRequest } from "./schema.ts";

/** What a session, and a shopper with cart and list of seen products, take in Redis; measured on 7.0. */
const SESSION_BYTES = 320;
const SHOPPER_BYTES = 1500;
/** A value of a list with its node; with consecutive integers compressed it is 4.2 (measured), else up to 6.2. */
const LIST_VALUE_BYTES = 6.2;
/** A value of a stream entry of a hundred values. */
const STREAM_VALUE_BYTES = 8.5;
/** Buffers of connections and of what is on its way. */
const FIXED_BYTES = 8_000_000;

/** Bytes of Redis memory that a run takes at most, rounded up generously. */
export function estimateBytes(request: RunRequest): number {
  switch (request.kind) {
    case "pipeline":
      // The commands of one pipeline wait in the server's buffers while they are executed.
      return FIXED_BYTES + request.count * (LIST_VALUE_BYTES + 60);
    case "load":
      return FIXED_BYTES + request.sessions * SESSION_BYTES;
    case "browse":
      return FIXED_BYTES;
    case "crowd":
      return FIXED_BYTES + request.shoppers * SHOPPER_BYTES;
    case "bulk":
      return FIXED_BYTES + request.count * (request.structure === "list" ? LIST_VALUE_BYTES : STREAM_VALUE_BYTES);
    case "compare":
      return FIXED_BYTES + 30_000 * SESSION_BYTES;
  }
}

/** 1,234,567 → "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(0, Math.round(bytes / 1000))} kB`;
}

/** Bytes in the units of people and in those in which Redis prints its memory: "410.6 MB (391.6 MiB)". */
export function formatMemory(bytes: number): string {
  return `${formatBytes(bytes)} (${(bytes / 2 ** 20).toFixed(1)} MiB)`;
}
