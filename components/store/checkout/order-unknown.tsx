import { useEffect, useRef } from "react";
import { buttonClass } from "#components/ui/button.ts";
import type { Repetition } from "./use-checkout.ts";

/** Says that the outcome of an order is unknown while the page finds it out. Takes the focus from the form. */
export function OrderUnknown({ repetition: { count, isPending, now } }: { repetition: Repetition }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      className="mb-8 flex max-w-xl flex-col items-start gap-3 rounded-xl border-2 border-edge bg-raised px-5 py-4 outline-none"
    >
      <p role="status" className="font-semibold">
        The store has not answered whether your order was placed.
      </p>
      <p className="text-soft">
        This page asks again by itself, for the same order: it can't be placed twice. Leave the page open.
      </p>
      <p className="flex flex-wrap items-center gap-4">
        <button type="button" onClick={now} aria-disabled={isPending} className={buttonClass("outline")}>
          {isPending ? "Asking…" : "Ask now"}
        </button>
        <span className="figures text-faint text-sm">
          {count === 0 ? "" : count === 1 ? "Asked again once" : `Asked again ${count} times`}
        </span>
      </p>
    </div>
  );
}
