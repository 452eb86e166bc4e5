"use server";

import { z } from "zod";
import { setSynonymsBody, synonymWord } from "#lib/search/synonyms/schema.ts";
import { MAX_SYNONYM_WORDS, removeSynonyms, setSynonyms } from "#lib/search/synonyms/store.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";

/** The forms of the admin page for the search. */

const saved = { goTo: savedUrl("/admin/search") };

/** Adds the synonyms of a word, or replaces those that it has. */
export const setSynonymsAction = formAction(
  { visitor: "admin", fields: setSynonymsBody },
  async ({ fields: { word, synonyms } }): Promise<ActionResult> => {
    if (await setSynonyms(word, synonyms)) return saved;
    return { ok: false, message: `There are ${MAX_SYNONYM_WORDS} words with synonyms already. Remove one first.` };
  },
);

export const removeSynonymsAction = formAction(
  { visitor: "admin", fields: z.object({ word: synonymWord }) },
  async ({ fields: { word } }): Promise<ActionResult> => {
    await removeSynonyms(word);
    return saved;
  },
);
