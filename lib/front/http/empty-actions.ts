/**
 * React writes the form of a server action with `action=""`, which HTML does not allow: an address must not be empty
 * (whatwg.org, section 4.10.18.6). Without the attribute a form is sent to the address of its page, too. In text and
 * attributes React escapes quotation marks, so that nothing else can look like this.
 */
const EMPTY = Buffer.from(' action=""');
const ATTRIBUTES = Buffer.from(' action="" encType="multipart/form-data"');

/** How many bytes at the end may be the beginning of the attributes. */
function countBegun(piece: Buffer): number {
  for (let length = Math.min(ATTRIBUTES.length - 1, piece.length); length > 0; length--) {
    if (piece.subarray(piece.length - length).equals(ATTRIBUTES.subarray(0, length))) return length;
  }
  return 0;
}

/** Takes the empty actions out of a document that comes in pieces. */
export function createEmptyActionFilter() {
  let begun: Buffer = Buffer.alloc(0);
  return {
    /** What can be sent of the document so far. */
    pass(piece: Buffer): Buffer {
      const whole = begun.length > 0 ? Buffer.concat([begun, piece]) : piece;
      const kept: Buffer[] = [];
      let from = 0;
      for (let at = whole.indexOf(ATTRIBUTES); at >= 0; at = whole.indexOf(ATTRIBUTES, from)) {
        kept.push(whole.subarray(from, at));
        from = at + EMPTY.length;
      }
      const rest = whole.subarray(from);
      const length = countBegun(rest);
      begun = rest.subarray(rest.length - length);
      kept.push(rest.subarray(0, rest.length - length));
      return kept.length === 1 ? (kept[0] ?? rest) : Buffer.concat(kept);
    },
    /** What was kept back: the document is at its end. */
    rest: () => begun,
  };
}

/** A whole document without empty actions. */
export function removeEmptyActions(html: string): string {
  return html.replaceAll(ATTRIBUTES.toString(), ATTRIBUTES.subarray(EMPTY.length).toString());
}
