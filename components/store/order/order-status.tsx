"use client";

import clsx from "clsx";
import { useEffect, useState } from "react";
import { z } from "zod/mini";

const POLL_MS = 3000;
const reply = z.object({ order: z.object({ status: z.string() }), confirmed: z.boolean() });

const STATUS_TEXT: Readonly<Record<string, string>> = {
  pending: "Being processed",
  placed: "Placed",
  shipped: "Shipped",
  delivered: "Delivered",
  cancelled: "Cancelled. The stock has been put back.",
  rejected: "Not placed. Nothing was bought.",
};
const STEPS = ["placed", "shipped", "delivered"];
const CHANGING = new Set(["pending", "placed", "shipped"]);

interface Shown {
  status: string;
  /** false while a placed order would be lost with the server that has it */
  confirmed: boolean;
}

/** The status of an order, polled while the page is visible. Without JavaScript, the status when the page was rendered. */
export function OrderStatus({ id, initial }: { id: string; initial: Shown }) {
  const [{ status, confirmed }, setShown] = useState(initial);
  const isChanging = CHANGING.has(status) || !confirmed;
  useEffect(() => {
    if (!isChanging) return;
    const poll = async () => {
      if (document.hidden) return;
      const response = await fetch(`/api/orders/${id}`).catch(() => null);
      const parsed = response?.ok ? reply.safeParse(await response.json()) : null;
      if (parsed?.success) setShown({ status: parsed.data.order.status, confirmed: parsed.data.confirmed });
    };
    const timer = setInterval(poll, POLL_MS);
    document.addEventListener("visibilitychange", poll);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", poll);
    };
  }, [id, isChanging]);
  const current = STEPS.indexOf(status);
  return (
    <div>
      <p role="status" className="font-semibold text-2xl">
        {STATUS_TEXT[status] ?? status}
        {!confirmed && ", not yet confirmed"}
      </p>
      {!confirmed && (
        <p className="mt-3 max-w-[52ch] border-edge border-l-4 pl-4 text-lg">
          Only one server of the store has this order so far. If it failed now, the order might be lost, and your cart
          would be as it was. Look again in a moment before you rely on it.
        </p>
      )}
      {current >= 0 && (
        <ol className="mt-4 flex max-w-md gap-2">
          {STEPS.map((step, i) => (
            <li key={step} aria-current={step === status ? "step" : undefined} className="flex-1">
              <span
                aria-hidden="true"
                className={clsx("block h-2 rounded-full", i <= current ? "bg-accent" : "bg-line")}
              />
              <span className={clsx("tag", i <= current ? "text-ink" : "text-soft")}>{STATUS_TEXT[step]}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
