/** A line as redis-cli takes it. */

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };

/** The bytes that a part in double quotes stands for, such as "\x00\n". */
function unescapeText(text: string): Buffer {
  const pieces = text.match(/\\x[\da-fA-F]{2}|\\[\s\S]|[^\\]+/g) ?? [];
  return Buffer.concat(
    pieces.map((piece) => {
      if (!piece.startsWith("\\")) return Buffer.from(piece);
      const [, escaped = "", ...digits] = piece;
      if (digits.length === 2) return Buffer.from(digits.join(""), "hex");
      return Buffer.from(ESCAPES[escaped] ?? escaped);
    }),
  );
}

/** Words apart by blanks: in double quotes with escapes, in single quotes with \' alone, or plain. */
const WORD = /\s*(?:"((?:\\[\s\S]|[^"\\])*)"|'((?:\\'|[^'])*)'|([^\s"'][^\s]*))(?=\s|$)/y;

/** The arguments in a line; null when a quote is not closed. */
export function splitLine(line: string): Buffer[] | null {
  const text = line.trim();
  const words: Buffer[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const match = WORD.exec(text);
    if (!match) return null;
    const [, double, single, plain] = match;
    if (double !== undefined) words.push(unescapeText(double));
    else words.push(Buffer.from(single?.replaceAll("\\'", "'") ?? plain ?? ""));
  }
  return words;
}
