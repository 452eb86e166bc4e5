import type { ReactNode } from "react";
import { display, mono, text } from "./fonts.ts";
import "./globals.css";

/** The HTML document around every page, including the page for unknown addresses. */
export function Document({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${display.variable} ${text.variable} ${mono.variable}`}>
      <body className="flex min-h-svh flex-col lg:in-data-[commands=open]:pr-[26rem] max-lg:in-data-[commands=open]:pb-[50svh]">
        {children}
      </body>
    </html>
  );
}
