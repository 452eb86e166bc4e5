/**
 * Scripts that write words without spaces between them. Every part of such a text, from any letter on, goes into the
 * index, so that a word is found within a longer one without a dictionary.
 */
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];

/** A character of these scripts, as a class of a regular expression with the flag v. */
export const UNSPACED = `[[${SCRIPTS.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]&&[\\p{L}\\p{N}\\p{M}]]`;
export const IS_UNSPACED = new RegExp(`^${UNSPACED}`, "v");

/** The longest piece in the index, in characters. A query that is longer is cut into such pieces. */
const LONGEST = 8;

/** The pieces that the index stores: up to eight characters from each one on. 耳机 is one of 无线耳机. */
export function piecesOf(text: string): string[] {
  const letters = [...text];
  return letters.map((_, i) => letters.slice(i, i + LONGEST).join(""));
}

/** The pieces that have to be found for a query. */
export function chunkUnspaced(text: string): string[] {
  const letters = [...text];
  const chunks: string[] = [];
  for (let i = 0; i + LONGEST < letters.length; i += LONGEST) chunks.push(letters.slice(i, i + LONGEST).join(""));
  return [...chunks, letters.slice(-LONGEST).join("")];
}
