import type { DiscountValue } from "./amount.ts";
import type { Discount } from "./schema.ts";

/** "10% off", "$5.00 off". */
export function describeDiscountValue({ kind, value }: DiscountValue): string {
  return kind === "percent" ? `${value}% off` : `$${value} off`;
}

/** The state of a code at a time in seconds, for a list. */
export function describeState(
  discount: Discount,
  now: number,
): "stopped" | "scheduled" | "expired" | "used up" | "active" {
  const { active, starts_at, ends_at, total_limit, used } = discount;
  if (!active) return "stopped";
  if (ends_at !== null && now >= ends_at) return "expired";
  if (total_limit > 0 && used >= total_limit) return "used up";
  return starts_at !== null && now < starts_at ? "scheduled" : "active";
}
