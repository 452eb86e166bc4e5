import { z } from "zod";
import { readDraft } from "#lib/sku/edit/draft.ts";
import type { FormState } from "./form-state.ts";

/** Query of the page of a SKU to which a browser without script comes back from an upload. */
export const draftQuery = z.object({ draft: z.string().max(40).optional().catch(undefined) });

/** The form as it was typed before the upload, and what became of that; null without a draft. */
export async function readDraftState(user: string, token: string | undefined): Promise<FormState> {
  const draft = token === undefined ? null : await readDraft(user, token);
  if (!draft) return null;
  if (Object.keys(draft.errors).length > 0) return { ok: false, ...draft };
  return { ok: true, message: "The picture is uploaded and chosen. Save to use it.", values: draft.values };
}
