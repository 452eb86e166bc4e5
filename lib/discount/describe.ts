import type { Worth } from "./amount.ts";
import type { Discount } from "./schema.ts";

/** "10% off", "$5.00 off". */
export function describeWorth({ kind, value }: Worth): string {
  return kind === "percent" ? `${value}% off` : `$${value} off`;
}

/** Whether a code may be used at a time in seconds, for a list. */
export function describeState(
  discount: Discount,
  now: number,
): "stopped" | "not yet" | "expired" | "used up" | "running" {
  const { active, starts_at, ends_at, total_limit, used } = discount;
  if (!active) return "stopped";
  if (ends_at !== null && now >= ends_at) return "expired";
  if (total_limit > 0 && used >= total_limit) return "used up";
  return starts_at !== null && now < starts_at ? "not yet" : "running";
}
