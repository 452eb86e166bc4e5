import clsx from "clsx";
import { buttonClass } from "#components/ui/button.ts";

/** Classes of a link among alternatives. The current one has a transparent border, so that all have the same size. */
export function optionLinkClass(current: boolean, className?: string): string {
  return buttonClass(current ? "ink" : "outline", clsx(current && "border-[1.5px] border-transparent", className));
}
