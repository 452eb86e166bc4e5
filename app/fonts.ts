import localFont from "next/font/local";

/** Display: the optical-size axis narrows and sharpens the letters as they grow. */
export const display = localFont({
  src: "../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2",
  weight: "200 800",
  variable: "--font-bricolage",
  fallback: ["Arial Narrow", "Arial", "sans-serif"],
});

export const text = localFont({
  src: "../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
  weight: "400 700",
  variable: "--font-instrument",
  fallback: ["system-ui", "sans-serif"],
});

/** Prices and receipts; small enough on most pages to arrive after the first paint. */
export const mono = localFont({
  src: "../node_modules/@fontsource-variable/spline-sans-mono/files/spline-sans-mono-latin-wght-normal.woff2",
  weight: "300 700",
  variable: "--font-spline-mono",
  preload: false,
  fallback: ["ui-monospace", "Menlo", "Consolas", "monospace"],
});
