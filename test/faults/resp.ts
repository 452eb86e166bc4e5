/** Just enough of the Redis protocol to see where one command or reply ends and the next begins. */

const LINE_TYPES = "+-:_,#(";
const BULK_TYPES = "$!=";

/**
 * The position after the value that begins at `from`; -1 when it has not arrived whole.
 * @throws Error for bytes that begin no value
 */
export function endOfValue(bytes: Buffer, from = 0): number {
  const lineEnd = bytes.indexOf("\r\n", from);
  if (lineEnd < 0) return -1;
  const type = String.fromCharCode(bytes[from] ?? 0);
  const head = bytes.toString("latin1", from + 1, lineEnd);
  const next = lineEnd + 2;
  if (LINE_TYPES.includes(type)) return next;
  const count = Number(head);
  if (BULK_TYPES.includes(type)) {
    if (count < 0) return next;
    return bytes.length >= next + count + 2 ? next + count + 2 : -1;
  }
  if (!"*~>%".includes(type)) throw new Error(`No value begins with ${JSON.stringify(type)}`);
  let at = next;
  for (let left = type === "%" ? count * 2 : count; left > 0; left--) {
    at = endOfValue(bytes, at);
    if (at < 0) return -1;
  }
  return at;
}

/** Cuts a stream of bytes into values. */
export function makeCutter(onValue: (value: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = endOfValue(rest); rest.length > 0 && end > 0; end = rest.length > 0 ? endOfValue(rest) : -1) {
      onValue(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
