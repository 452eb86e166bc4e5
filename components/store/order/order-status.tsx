"use client";

import clsx from "clsx";
import { useEffect, useState } from "react";
import { z } from "zod/mini";

const EVERY_MS = 3000;
const reply = z.object({ order: z.object({ status: z.string() }) });

const WORDS: Readonly<Record<string, string>> = {
  pending: "Being rung up",
  placed: "Placed",
  shipped: "Shipped",
  delivered: "Delivered",
  cancelled: "Cancelled; everything is back on the shelf",
  rejected: "Not placed: nothing was bought",
};
const WAY = ["placed", "shipped", "delivered"];
const MOVING = new Set(["pending", "placed", "shipped"]);

/** Where an order is, followed while the page is looked at. Without JavaScript: where it was when the page was made. */
export function OrderStatus({ id, initial }: { id: string; initial: string }) {
  const [status, setStatus] = useState(initial);
  const moving = MOVING.has(status);
  useEffect(() => {
    if (!moving) return;
    const look = async () => {
      if (document.hidden) return;
      const response = await fetch(`/api/orders/${id}`).catch(() => null);
      const parsed = response?.ok ? reply.safeParse(await response.json()) : null;
      if (parsed?.success) setStatus(parsed.data.order.status);
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [id, moving]);
  const reached = WAY.indexOf(status);
  return (
    <div>
      <p role="status" className="font-semibold text-2xl">
        {WORDS[status] ?? status}
      </p>
      {reached >= 0 && (
        <ol className="mt-4 flex max-w-md gap-2">
          {WAY.map((step, i) => (
            <li key={step} aria-current={step === status ? "step" : undefined} className="flex-1">
              <span
                aria-hidden="true"
                className={clsx("block h-2 rounded-full", i <= reached ? "bg-accent" : "bg-line")}
              />
              <span className={clsx("tag", i <= reached ? "text-ink" : "text-soft")}>{WORDS[step]}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
