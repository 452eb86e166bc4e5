import type { Piece } from "#lib/search/highlight.ts";

/** A text with what was searched for set off. */
export function Highlighted({ pieces }: { pieces: readonly Piece[] }) {
  let at = 0;
  return pieces.map(({ text, hit }) => {
    at += text.length;
    return hit ? (
      <mark key={at} className="bg-transparent font-bold text-accent-text">
        {text}
      </mark>
    ) : (
      text
    );
  });
}
