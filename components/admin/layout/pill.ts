import clsx from "clsx";
import { buttonClass } from "#components/ui/button.ts";

/** The classes of a link that is one of several; the current one has a border that isn't seen, so that no row jumps. */
export function pillClass(current: boolean, className?: string): string {
  return buttonClass(current ? "ink" : "outline", clsx(current && "border-[1.5px] border-transparent", className));
}
