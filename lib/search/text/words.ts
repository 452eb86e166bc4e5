import { chunkUnspaced, IS_UNSPACED, UNSPACED } from "./unspaced.ts";

/** Most text is plain ASCII, which needs no normalisation and so takes a third of the time. */
const IS_ASCII = /^[ -~]*$/;
/**
 * Marks that people leave out when they type: accents, and the points of Hebrew and Arabic; also joiners and soft
 * hyphens, which nobody sees. Not the marks of kana and of Indian scripts, nor the breve of й and ў: they make other
 * letters.
 */
const OPTIONAL_MARKS =
  /(?<![иу])\u0306|[[\p{Script=Inherited}[\p{Script=Hebrew}&&\p{Mn}]\u00ad]--[\u0306\u3099\u309a]]/gv;
/**
 * Letters that look like a plain one with a mark, but have no decomposition in Unicode, and what people type for them.
 */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  ø: "o",
  ŧ: "t",
  ß: "ss",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ς: "σ",
};
const TO_PLAIN = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "g");

/** The s of "chef's" belongs to the word; the l of "l'eau" is a word of its own. */
const APOSTROPHE = /(?<=\p{L})['’ʼ](?=(?:s|t|d|m|re|ve|ll)(?!\p{L}))/gu;
/** 27" is 27 inch. */
const INCH_MARK = /(?<=\d) ?(?:["”]|''|′′)/g;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;
const DECIMAL_COMMA = /(?<=\d),(?=\d)/g;

/** What is written together, with its hyphens and the like. */
const CHUNK = /[^\s,;:!?()[\]"“”]+/g;
/** Most chunks: there is nothing to split. */
const IS_PLAIN_WORD = /^[a-z][a-z\d]*$/;

/** A number ends where letters begin, so that "5kg" is "5 kg"; a word that begins with a letter may contain digits. */
const WORD = new RegExp(`\\d+(?:\\.\\d+)*|${UNSPACED}+|[[\\p{L}\\p{N}\\p{M}]--${UNSPACED}]+`, "gv");
/** A chunk with more words is no compound but an address or a list. */
const MAX_COMPOUND_WORDS = 4;

/** Lower case, compatible forms of a character as one, without optional marks. */
function fold(text: string): string {
  if (IS_ASCII.test(text)) return text.toLowerCase();
  const decomposed = text.normalize("NFKD").toLowerCase().replace(OPTIONAL_MARKS, "");
  return decomposed.replace(TO_PLAIN, (letter) => PLAIN_LETTERS[letter] ?? letter).normalize("NFC");
}

function foldNumbers(text: string): string {
  if (!/\d/.test(text)) return text;
  return text.replace(INCH_MARK, " inch ").replace(THOUSANDS, "").replace(DECIMAL_COMMA, ".");
}

/**
 * Pieces of a text between spaces and punctuation, each as its words in order: "Wi-Fi router" is [["wi", "fi"],
 * ["router"]].
 */
export function splitChunks(text: string): string[][] {
  const plain = foldNumbers(fold(text)).replace(APOSTROPHE, "");
  const chunks: string[][] = [];
  for (const chunk of plain.match(CHUNK) ?? []) {
    const words = IS_PLAIN_WORD.test(chunk) ? [chunk] : chunk.match(WORD);
    if (words) chunks.push(words);
  }
  return chunks;
}

/** The words of a chunk as one: "wifi" for "Wi-Fi"; null when it is only one, or too many. */
export function joinChunk(chunk: readonly string[]): string | null {
  return chunk.length > 1 && chunk.length <= MAX_COMPOUND_WORDS ? chunk.join("") : null;
}

/** A word as terms of the index: itself, or the pieces of a text without spaces. */
export const termsOf = (word: string) => (IS_UNSPACED.test(word) ? chunkUnspaced(word) : [word]);

/** The distinct words of a text: lower case, without accents, letters and digits only. */
export function tokenize(text: string): string[] {
  return [...new Set(splitChunks(text).flat())];
}

/** A text without a decimal number, of which only letters and digits count. */
const IS_SIMPLE = /^(?!.*\d[.,]\d)[\w. -]*$/;

/** The words of a text as one, which is how ids are found: "XK-4471" and "xk 4471" are "xk4471". */
export function compact(text: string): string {
  if (IS_SIMPLE.test(text)) return text.toLowerCase().replace(/[_. -]/g, "");
  return splitChunks(text).flat().join("");
}
