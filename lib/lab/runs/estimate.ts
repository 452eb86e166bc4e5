import type { RunRequest } from "./schema.ts";

/** Bytes of a session, and of a shopper with a cart and a list of recently viewed products; measured on Redis 7.0. */
const SESSION_BYTES = 320;
const SHOPPER_BYTES = 1500;
/** Bytes of a shopper with a session, a cart and an order in its indexes. */
const BUYER_BYTES = 4000;
/** Bytes of a list value including its share of the node: 4.2 for compressed consecutive integers (measured), else up to 6.2. */
const LIST_VALUE_BYTES = 6.2;
/** Bytes of a value in a stream entry of a hundred values. */
const STREAM_VALUE_BYTES = 8.5;
/** Buffers of the connections and the commands in flight. */
const FIXED_BYTES = 8_000_000;

/** Upper bound of the Redis memory that a run needs, in bytes, rounded up generously. */
export function estimateBytes(request: RunRequest): number {
  switch (request.kind) {
    case "pipeline":
      // The commands of a pipeline wait in the server's buffers while they are executed.
      return FIXED_BYTES + request.count * (LIST_VALUE_BYTES + 60);
    case "load":
      return FIXED_BYTES + request.sessions * SESSION_BYTES;
    case "sale":
      return FIXED_BYTES + request.shoppers * BUYER_BYTES;
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
