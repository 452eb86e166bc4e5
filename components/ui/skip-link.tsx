/** The first link of a page, seen once it has the focus: it leads past what every page begins with. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="-translate-y-24 fixed top-2 left-2 z-50 rounded-full bg-ink px-5 py-3 font-semibold text-paper focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
