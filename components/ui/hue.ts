import type { CSSProperties } from "react";

/** The inline style that tints a `tile` (0–360, OKLCH). */
export function hueStyle(hue: number): CSSProperties {
  return { "--hue": hue } as CSSProperties;
}
