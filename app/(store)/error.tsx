"use client";

/** Shipped with every page, so it imports no components: each would be downloaded for an error that rarely happens. */
export default function StoreError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "none";
  const button = "inline-flex min-h-11 items-center rounded-full px-6 font-semibold";
  return (
    <div className="shell flex flex-col items-start gap-6 py-16 md:py-24">
      <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">
        Something went wrong.
      </h1>
      <p className="max-w-[44ch] text-lg text-soft">
        This page could not be loaded. Your cart is safe. Try again, or go to the home page.
      </p>
      <div className="flex flex-wrap gap-3">
        <button type="button" onClick={retry} className={`${button} bg-accent text-on-accent hover:bg-accent-deep`}>
          Try again
        </button>
        {/* A full page load, in case the client's state caused the error. */}
        <a href="/" className={`${button} border-[1.5px] border-edge hover:border-ink`}>
          Go to the home page
        </a>
      </div>
      <p className="figures text-sm text-soft">Reference {digest}</p>
    </div>
  );
}
