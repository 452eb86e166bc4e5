"use client";

import "./globals.css";

/** Stands in for the whole document when even the frame of the shop could not be drawn. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-svh place-items-center p-6">
        <title>The lights went out · Fake Web Retailer</title>
        <main className="flex max-w-xl flex-col items-start gap-6">
          <h1 className="font-extrabold text-5xl tracking-tight">The lights went out.</h1>
          <p className="text-lg text-soft">
            The whole shop could not be drawn, which is more than we usually break. Your cart is kept elsewhere and is
            safe.
          </p>
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
