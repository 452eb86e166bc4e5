import localFont from "next/font/local";

/** For headings, in one weight. The optical-size axis makes the letters narrower and sharper as they grow. */
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

/** For prices and receipts. There is so little of it on most pages that it may load after the first paint. */
export const mono = localFont({
  src: "./fonts/spline-sans-mono.woff2",
  weight: "400 700",
  variable: "--font-spline-mono",
  preload: false,
  fallback: ["ui-monospace", "Menlo", "Consolas", "monospace"],
});
