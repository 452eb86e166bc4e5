import type { DiscountRefusal } from "./schema.ts";

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** Why a code can't be used, to go on from "the code". */
export function explainDiscountRefusal({ rule, detail }: DiscountRefusal): string {
  switch (rule) {
    case "unknown":
      return "is not one of ours";
    case "stopped":
      return "is no longer accepted";
    case "early":
      return `is not valid yet: it begins on ${format.format(Number(detail) * 1000)} UTC`;
    case "expired":
      return "has expired";
    case "minimum":
      return `needs an order of at least $${detail}`;
    case "used-by-you":
      return "has been used by you already";
    case "used-up":
      return "has been used up";
  }
}
