"use client";

import { buttonClass } from "#components/ui/button.ts";

export function PrintButton() {
  return (
    <button type="button" onClick={() => window.print()} className={buttonClass("outline", "noscript:hidden")}>
      Print the receipt
    </button>
  );
}
