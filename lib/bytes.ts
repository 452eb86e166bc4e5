/** 1,234,567 → "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(0, Math.round(bytes / 1000))} kB`;
}

/** Bytes in decimal units and in those in which Redis reports its memory: "410.6 MB (391.6 MiB)". */
export function formatMemory(bytes: number): string {
  return `${formatBytes(bytes)} (${(bytes / 2 ** 20).toFixed(1)} MiB)`;
}
