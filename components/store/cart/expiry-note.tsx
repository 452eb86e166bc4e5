import Link from "next/link";

interface ExpiryNoteProps {
  /** also the path of its page */
  list: "cart" | "wishlist";
}

/** Tells a guest when the cart or wishlist expires. */
export function ExpiryNote({ list }: ExpiryNoteProps) {
  return (
    <p className="px-2 text-sm text-soft">
      {`Your ${list} is kept for a day after its last change. To keep it for longer, `}
      <Link
        href={`/login?next=/${list}`}
        prefetch={false}
        className="font-semibold text-ink underline decoration-2 decoration-accent underline-offset-4"
      >
        sign in
      </Link>
      .
    </p>
  );
}
