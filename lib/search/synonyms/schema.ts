import { z } from "zod";
import { atMost, line, REQUIRED } from "#lib/validation.ts";
import { MAX_PHRASE_WORDS, normalisePhrase } from "./synonyms.ts";

const MAX_SYNONYMS = 20;
const MAX_LENGTH = 60;

const isPhrase = (text: string) => {
  const { length } = normalisePhrase(text);
  return length > 0 && length <= MAX_PHRASE_WORDS;
};
const splitList = (text: string) =>
  [...new Set(text.split(/[,;\n]/).map((part) => part.trim().toLowerCase()))].filter(Boolean);

/** A word or phrase as an administrator types it. */
export const synonymWord = line(MAX_LENGTH)
  .min(1, REQUIRED)
  .toLowerCase()
  .refine(isPhrase, "must have one to three words")
  .refine((text) => !/[,;]/.test(text), "must be one word or phrase, without commas");

/** The form that sets the synonyms of a word, which are separated by commas. */
export const setSynonymsBody = z.object({
  word: synonymWord,
  synonyms: z
    .string()
    .max(MAX_SYNONYMS * MAX_LENGTH, atMost(MAX_SYNONYMS * MAX_LENGTH))
    .regex(/^(?:\P{Cc}|[\r\n])*$/u, "must not contain control characters")
    .transform(splitList)
    .refine((list) => list.length > 0, { error: REQUIRED, abort: true })
    .refine((list) => list.length <= MAX_SYNONYMS, `must be at most ${MAX_SYNONYMS}`)
    .refine((list) => list.every(isPhrase), "must each have one to three words"),
});

/** The reply to HGETALL search:synonyms. What is no list of phrases is left out. */
export const synonymsHash = z.record(z.string(), z.string()).transform((hash) =>
  Object.fromEntries(
    Object.entries(hash).flatMap(([word, text]) => {
      const list = splitList(text).filter(isPhrase);
      return list.length > 0 && isPhrase(word) ? [[word, list]] : [];
    }),
  ),
);
