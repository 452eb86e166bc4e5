import { z } from "zod";
import { script } from "#lib/redis/script.ts";

/** Removes the recipient of an order. @returns the e-mail address that the order had, or "" */
export const removeRecipient = script("order/scripts/remove-recipient", {
  keys: ["order"],
  args: [],
  reply: z.string(),
});
