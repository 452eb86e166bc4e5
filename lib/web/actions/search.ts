"use server";

import { z } from "zod";
import { setSynonymsBody, synonymWord } from "#lib/search/synonyms/schema.ts";
import { MAX_SYNONYM_WORDS, readSynonyms, removeSynonyms, setSynonyms } from "#lib/search/synonyms/store.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { recordAct } from "#lib/web/request/record.ts";

/** The forms of the admin page for the search. */

const saved = { goTo: savedUrl("/admin/search") };

const listOf = async (word: string) => ((await readSynonyms()).lists[word] ?? []).join(", ");

/** Adds the synonyms of a word, or replaces those that it has. */
export const setSynonymsAction = formAction(
  { visitor: "admin", fields: setSynonymsBody },
  async ({ context, visitor, fields: { word, synonyms } }): Promise<ActionResult> => {
    const before = await listOf(word);
    if (await setSynonyms(word, synonyms)) {
      const values = { before, after: synonyms.join(", ") };
      await recordAct(context, visitor.user, "synonyms-changed", `word:${word}`, values);
      return saved;
    }
    return { ok: false, message: `There are ${MAX_SYNONYM_WORDS} words with synonyms already. Remove one first.` };
  },
);

export const removeSynonymsAction = formAction(
  { visitor: "admin", fields: z.object({ word: synonymWord }) },
  async ({ context, visitor, fields: { word } }): Promise<ActionResult> => {
    const before = await listOf(word);
    await removeSynonyms(word);
    await recordAct(context, visitor.user, "synonyms-changed", `word:${word}`, { before });
    return saved;
  },
);
