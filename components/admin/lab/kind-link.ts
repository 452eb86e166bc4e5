import { buttonClass } from "#components/ui/button.ts";

/** The classes of a link to the form of a kind of run. */
export function kindLinkClass(current: boolean): string {
  return buttonClass(current ? "ink" : "outline", "px-4 py-2");
}
