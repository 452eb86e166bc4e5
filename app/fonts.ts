import localFont from "next/font/local";

/** Display, in its one weight: the optical-size axis narrows and sharpens the letters as they grow. */
export const display = localFont({
  src: "./fonts/bricolage-grotesque.woff2",
  weight: "800",
  variable: "--font-bricolage",
  fallback: ["Arial Narrow", "Arial", "sans-serif"],
});

export const text = localFont({
  src: "./fonts/instrument-sans.woff2",
  weight: "400 700",
  variable: "--font-instrument",
  fallback: ["system-ui", "sans-serif"],
});

/** Prices and receipts; small enough on most pages to arrive after the first paint. */
export const mono = localFont({
  src: "./fonts/spline-sans-mono.woff2",
  weight: "400 700",
  variable: "--font-spline-mono",
  preload: false,
  fallback: ["ui-monospace", "Menlo", "Consolas", "monospace"],
});
