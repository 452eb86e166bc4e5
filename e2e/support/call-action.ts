import type { APIRequestContext, APIResponse } from "@playwright/test";
import type { ActionEntry } from "./entry-points.ts";

/**
 * Calls an action as the client of React does: the fields of the form, then the arguments that refer to them.
 * @param at a page; Next.js forwards the call when the page does not have the action
 */
export function callAction(
  context: APIRequestContext,
  { id, name, address }: ActionEntry,
  fields: Record<string, string>,
  at = address,
): Promise<APIResponse> {
  const multipart = new FormData();
  for (const [field, value] of Object.entries(fields)) multipart.set(`_1_${field}`, value);
  multipart.set("0", name === "saveAction" ? '["$K1"]' : '[null,"$K1"]');
  const headers = { "next-action": id, accept: "text/x-component" };
  return context.post(at, { headers, multipart, maxRedirects: 0 });
}
