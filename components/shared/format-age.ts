const UNITS = [
  ["day", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** How long something is ago, roughly: "12 s", "5 min", "3 h", "2 days". @param seconds at least 0 */
export function formatAge(seconds: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0) return `${count} ${unit}${unit === "day" && count > 1 ? "s" : ""}`;
  }
  return `${Math.floor(Math.max(0, seconds))} s`;
}
