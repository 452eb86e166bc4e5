/** Just enough of the Redis protocol (RESP) to split a stream into commands or replies. */

const LINE_TYPES = "+-:_,#(";
const BULK_TYPES = "$!=";

/**
 * The position after the value that starts at `from`; -1 if the value is incomplete.
 * @throws Error for bytes with which no value starts
 */
function findEnd(bytes: Buffer, from = 0): number {
  const lineEnd = bytes.indexOf("\r\n", from);
  if (lineEnd < 0) return -1;
  const type = String.fromCharCode(bytes[from] ?? 0);
  const header = bytes.toString("latin1", from + 1, lineEnd);
  const next = lineEnd + 2;
  if (LINE_TYPES.includes(type)) return next;
  const count = Number(header);
  if (BULK_TYPES.includes(type)) {
    if (count < 0) return next;
    return bytes.length >= next + count + 2 ? next + count + 2 : -1;
  }
  if (!"*~>%".includes(type)) throw new Error(`No value starts with ${JSON.stringify(type)}`);
  let at = next;
  for (let left = type === "%" ? count * 2 : count; left > 0; left--) {
    at = findEnd(bytes, at);
    if (at < 0) return -1;
  }
  return at;
}

/** Splits a stream of bytes into values. @returns a function that takes the next bytes */
export function makeSplitter(onValue: (value: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = findEnd(rest); rest.length > 0 && end > 0; end = rest.length > 0 ? findEnd(rest) : -1) {
      onValue(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
