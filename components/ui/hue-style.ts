import type { CSSProperties } from "react";

/** The inline style that tints an element with the class `tile`. @param hue 0 to 360, OKLCH */
export function hueStyle(hue: number): CSSProperties {
  return { "--hue": hue } as CSSProperties;
}
