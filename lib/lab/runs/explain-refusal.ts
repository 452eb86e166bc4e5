import { formatBytes } from "./estimate.ts";
import type { StartResult } from "./runs.ts";

/** Why a run may not start, in words. */
export function explainRunRefusal(refused: Exclude<StartResult, { ok: true }>): string {
  if (refused.reason === "busy") return "Another run is active; wait for its end or cancel it";
  const { estimate, free } = refused;
  return `It would take up to ${formatBytes(estimate)} of Redis memory, and ${formatBytes(free)} are free`;
}
