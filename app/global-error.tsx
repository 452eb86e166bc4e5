"use client";

import "./globals.css";

/** Replaces the whole document when even the layout could not be rendered. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-svh place-items-center p-6">
        <title>Something went wrong · Fake Web Retailer</title>
        <main className="flex max-w-xl flex-col items-start gap-6">
          <h1 className="font-extrabold text-5xl tracking-tight">Something went wrong.</h1>
          <p className="text-lg text-soft">The store could not be loaded. Your cart is safe. Try again in a moment.</p>
          <button
            type="button"
            onClick={retry}
            className="min-h-11 rounded-full bg-accent px-6 font-semibold text-on-accent hover:bg-accent-deep"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
