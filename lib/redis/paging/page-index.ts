import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** A page of a sorted set: member, score, ...; one entry more than the limit when there is a next page. */
export const pageIndex = script("redis/paging/page-index", {
  keys: ["index"],
  args: ["direction", "limit", "score", "member"],
  reply: z.array(z.string()),
});
