"use client";

import clsx from "clsx";
import { useEffect, useState } from "react";
import { z } from "zod/mini";

const POLL_MS = 3000;
const reply = z.object({ order: z.object({ status: z.string() }) });

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

/** The status of an order, polled while the page is visible. Without JavaScript, the status when the page was rendered. */
export function OrderStatus({ id, initial }: { id: string; initial: string }) {
  const [status, setStatus] = useState(initial);
  const isChanging = CHANGING.has(status);
  useEffect(() => {
    if (!isChanging) return;
    const poll = async () => {
      if (document.hidden) return;
      const response = await fetch(`/api/orders/${id}`).catch(() => null);
      const parsed = response?.ok ? reply.safeParse(await response.json()) : null;
      if (parsed?.success) setStatus(parsed.data.order.status);
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
      </p>
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
