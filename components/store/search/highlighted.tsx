import type { Piece } from "#lib/search/text/highlight.ts";

/** A text with the words of the search marked. */
export function Highlighted({ pieces }: { pieces: readonly Piece[] }) {
  let position = 0;
  return pieces.map(({ text, hit }) => {
    const key = position;
    position += text.length;
    return hit ? (
      <mark
        key={key}
        className="bg-transparent text-inherit underline decoration-2 decoration-accent underline-offset-3"
      >
        {text}
      </mark>
    ) : (
      text
    );
  });
}
