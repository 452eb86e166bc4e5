import { formatBytes } from "#lib/bytes.ts";
import type { StartResult } from "./runs.ts";

/** Why a run cannot start, in words. */
export function explainRunRefusal(refused: Exclude<StartResult, { ok: true }>): string {
  if (refused.reason === "busy") return "Another run is active; wait until it ends, or cancel it";
  const { estimate, free } = refused;
  return `The run would need up to ${formatBytes(estimate)} of Redis memory, but only ${formatBytes(free)} is free`;
}
