/** A reply of Redis as redis-cli prints it in a terminal. */
export type CliReply = null | number | { status: string } | { error: string } | Buffer | CliReply[];

const SHOWN: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\x07": "\\a",
  "\b": "\\b",
  '"': '\\"',
  "\\": "\\\\",
};

/** Bytes in quotes, with an escape for each that is not printable ASCII. */
export function quote(bytes: Buffer): string {
  const characters = [...bytes.toString("latin1")].map((char) => {
    const code = char.charCodeAt(0);
    if (SHOWN[char]) return SHOWN[char];
    return code >= 0x20 && code < 0x7f ? char : `\\x${code.toString(16).padStart(2, "0")}`;
  });
  return `"${characters.join("")}"`;
}

/** The lines of a reply, without the last line break. @param indent what stands before all lines but the first */
export function printReply(reply: CliReply, indent = ""): string {
  if (reply === null) return "(nil)";
  if (typeof reply === "number") return `(integer) ${reply}`;
  if (Buffer.isBuffer(reply)) return quote(reply);
  if (!Array.isArray(reply)) return "status" in reply ? reply.status : `(error) ${reply.error}`;
  if (reply.length === 0) return "(empty array)";
  const width = String(reply.length).length;
  const lines = reply.map((item, i) => {
    const number = `${String(i + 1).padStart(width)}) `;
    return `${i > 0 ? indent : ""}${number}${printReply(item, indent + " ".repeat(number.length))}`;
  });
  return lines.join("\n");
}
