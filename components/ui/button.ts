import clsx from "clsx";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-deep",
  ink: "bg-ink text-paper hover:bg-accent hover:text-on-accent",
  outline: "border-[1.5px] border-edge text-ink hover:border-ink hover:bg-ink hover:text-paper",
  quiet: "text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-ink hover:decoration-accent",
} as const;

/** The classes of a button, or of a link that looks like one. At least 44 px high. */
export function buttonClass(look: keyof typeof looks, className?: string): string {
  return clsx(
    "inline-flex min-h-11 select-none items-center justify-center gap-2 rounded-full font-semibold transition-colors duration-150",
    look !== "quiet" && "px-6 py-2.5",
    "disabled:cursor-not-allowed disabled:border-transparent disabled:bg-line disabled:text-soft",
    looks[look],
    className,
  );
}
