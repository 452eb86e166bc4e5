"use client";

/** Goes along with every page, so it is written without the parts of others: each would be loaded for nothing. */
export default function StoreError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "none";
  const pill = "inline-flex min-h-11 items-center rounded-full px-6 font-semibold";
  return (
    <div className="shell flex flex-col items-start gap-6 py-16 md:py-24">
      <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">
        The till is jammed.
      </h1>
      <p className="max-w-[44ch] text-lg text-soft">
        This page could not be printed just now. It is us, not you; nothing you have put into your cart is lost.
      </p>
      <div className="flex flex-wrap gap-3">
        <button type="button" onClick={retry} className={`${pill} bg-accent text-on-accent hover:bg-accent-deep`}>
          Try again
        </button>
        {/* A full load, in case what broke lives in this window. */}
        <a href="/" className={`${pill} border-[1.5px] border-edge hover:border-ink`}>
          Back to the ground floor
        </a>
      </div>
      <p className="figures text-sm text-soft">Reference {digest}</p>
    </div>
  );
}
