/** The colour of a category's tile as RGB, by Ottosson's formulas: what draws the pictures does not know OKLCH. */
export function tint(hue: number): string {
  const [lightness, chroma, angle] = [0.905, 0.062, (hue * Math.PI) / 180];
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((x) => Math.round(255 * Math.min(1, Math.max(0, 1.055 * x ** (1 / 2.4) - 0.055))));
  return `rgb(${channels.join(", ")})`;
}
