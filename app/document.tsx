import type { ReactNode } from "react";
import { display, mono, text } from "./fonts.ts";
import "./globals.css";

/** The document that every page stands in, also the one that stands for no page. */
export function Document({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${display.variable} ${text.variable} ${mono.variable}`}>
      <body className="flex min-h-svh flex-col">{children}</body>
    </html>
  );
}
