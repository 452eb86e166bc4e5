/** Letters that have no form without a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", đ: "d", Đ: "D", ł: "l", Ł: "L", þ: "th", Þ: "Th" },
};

/** Text without marks: "Größe" → "Grosse". What has no such form stays. */
export const withoutMarks = (text: string) =>
  text
    .replace(/[ßæÆœŒøØđĐłŁþÞ]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");

/** A slug of any length: "Home & Garden" → "home-and-garden"; "" when nothing of the text is left. */
export const slugOf = (text: string) =>
  withoutMarks(text.replaceAll("&", " and "))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
