/** A key begins with the word for what it is about, after the brace of a companion: `{sku:1}:holds`. */
const wordOf = (key: string) => /^\{?([a-z_-]+)/i.exec(key)?.[1] ?? "other";

/** Where the next command begins: `*<arguments>\r\n$`. */
const BEGIN = /\*(\d+)\r\n(?=\$\d+\r\n)/g;
const ARGUMENT = /\$(\d+)\r\n/y;
/** They are about no key. */
const FRAME = /^(MULTI|EXEC|SELECT|PUBLISH)$/i;

/** The arguments of the command at a place; null if it is not whole. */
function readCommand(text: string, count: number, start: number): string[] | null {
  const args: string[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    ARGUMENT.lastIndex = at;
    const found = ARGUMENT.exec(text);
    if (!found) return null;
    const end = ARGUMENT.lastIndex + Number(found[1]);
    if (text.slice(end, end + 2) !== "\r\n") return null;
    args.push(text.slice(ARGUMENT.lastIndex, end));
    at = end + 2;
  }
  return args;
}

/**
 * Counts the commands in a part of an append-only file, which may begin or be damaged anywhere, by what their first key
 * is about: `{ order: 2, cart: 5 }`. What can't be read is not counted.
 */
export function listWrites(bytes: Buffer): Record<string, number> {
  // A character for each byte: lengths are in bytes.
  const text = bytes.toString("latin1");
  const counts: Record<string, number> = {};
  for (const found of text.matchAll(BEGIN)) {
    const [command = "", key = ""] = readCommand(text, Number(found[1]), found.index + found[0].length) ?? [];
    if (command === "" || FRAME.test(command)) continue;
    const word = wordOf(key);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}
