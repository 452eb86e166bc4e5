import characters from "./fonts/characters.json" with { type: "json" };

const drawable = new Set(
  characters.ranges.flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
);

/**
 * A text as the fonts of the share pictures draw it: composed where that is possible, in one line, without control and
 * format characters. null when they lack one of its characters: it would become a box, or be fetched from elsewhere.
 * Marks that stay apart from their letter, and scripts that join their letters, are not drawn right, so neither is here.
 */
export function drawableText(text: string): string | null {
  const plain = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Z}]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .trim();
  for (const character of plain) {
    if (!drawable.has(character.codePointAt(0) ?? 0) || /\p{M}/u.test(character)) return null;
  }
  return plain === "" ? null : plain;
}
