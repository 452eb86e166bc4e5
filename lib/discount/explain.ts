import type { DiscountRefusal } from "./schema.ts";

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** Why a code can't be used; continues a sentence that begins with "The discount code". */
export function explainDiscountRefusal({ rule, detail }: DiscountRefusal): string {
  switch (rule) {
    case "unknown":
      return "does not exist";
    case "stopped":
      return "is no longer accepted";
    case "early":
      return `is not valid yet: it starts on ${format.format(Number(detail) * 1000)} UTC`;
    case "expired":
      return `expired on ${format.format(Number(detail) * 1000)} UTC`;
    case "minimum":
      return `requires an order of at least $${detail}`;
    case "used-by-you":
      return "has already been used by you";
    case "used-up":
      return "has reached its usage limit";
  }
}
