import Link from "next/link";

interface GuestNoteProps {
  /** cart or wishlist, which is also the name of its page */
  what: "cart" | "wishlist";
}

/** What a guest has runs out; a user's does not. */
export function GuestNote({ what }: GuestNoteProps) {
  return (
    <p className="px-2 text-sm text-soft">
      {`Your ${what} keeps for a day after its last change, and for good once you `}
      <Link
        href={`/login?next=/${what}`}
        prefetch={false}
        className="font-semibold text-ink underline decoration-2 decoration-accent underline-offset-4"
      >
        sign in
      </Link>
      .
    </p>
  );
}
