import dictionary from "dictionary-en";
import { singular } from "./plurals.ts";

/** A line of a Hunspell dictionary, without names and abbreviations, which begin with a capital. */
const ENTRY = /^([a-z]{3,})(?:\/|$)/gm;
const words = new Set(Array.from(new TextDecoder().decode(dictionary.dic).matchAll(ENTRY), ([, word]) => word));

/**
 * Whether a word stands in an American English dictionary, also in the plural. Most verbs do so in the infinitive
 * alone.
 */
export const isEnglish = (word: string) => words.has(word) || words.has(singular(word));
