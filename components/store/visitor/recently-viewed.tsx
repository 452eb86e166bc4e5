"use client";

import { useEffect, useState } from "react";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { useVisitor } from "./visitor.ts";

const SHOWN = 8;

type Seen = Pick<Sku, "id" | "name" | "image"> & { hue: number };

const known = new Map<string, Seen | null>();

async function look(id: string, hueOf: Record<string, number>): Promise<void> {
  const response = await fetch(`/api/skus/${encodeURIComponent(id)}`).catch(() => null);
  if (!response?.ok) return;
  const { name, image, category } = (await response.json()) as Sku;
  known.set(id, { id, name, image, hue: hueOf[category] ?? 75 });
}

interface RecentlyViewedProps {
  /** The product of this page, which is not worth mentioning. */
  except?: string;
  /** Category → hue. */
  hues: Record<string, number>;
}

/** What the visitor has looked at. Only the ids are personal; what they are is public and asked for once. */
export function RecentlyViewed({ except, hues }: RecentlyViewedProps) {
  const ids = useVisitor()
    ?.recent.filter((id) => id !== except)
    .slice(0, SHOWN);
  const wanted = ids?.join(" ") ?? "";
  const [, setLoaded] = useState("");
  useEffect(() => {
    if (!wanted) return;
    const missing = wanted.split(" ").filter((id) => !known.has(id));
    Promise.all(missing.map((id) => look(id, hues))).then(() => setLoaded(wanted));
  }, [wanted, hues]);
  const seen = (ids ?? []).flatMap((id) => known.get(id) ?? []);
  return (
    <section aria-label="Recently viewed" className="shell mt-20">
      <h2 className="font-display font-extrabold text-2xl tracking-tight">You were looking at</h2>
      <p className="mt-1 text-soft">
        {ids?.length === 0
          ? "Nothing yet. What you look at shows up here, newest first."
          : "Newest first. A guest's list is forgotten after a day."}
      </p>
      {/* The empty frames have the size of what comes: nothing moves when it arrives. */}
      <ul className="-mx-1 mt-4 flex gap-3 overflow-x-auto px-1 pt-1 pb-2 [scrollbar-width:thin]">
        {seen.map(({ id, name, image, hue }) => (
          <li key={id} className="w-24 shrink-0 sm:w-32">
            <HoverLink href={`/products/${id}`} className="flex flex-col gap-1.5 rounded-2xl hover:underline">
              <span className="tile grid aspect-square place-items-center rounded-2xl" style={hueStyle(hue)}>
                <img src={image} alt="" width={80} height={80} className="size-3/5" />
              </span>
              <span className="truncate text-sm">{name}</span>
            </HoverLink>
          </li>
        ))}
        {Array.from({ length: SHOWN - seen.length }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty frames are all alike
          <li key={i} aria-hidden="true" className="flex w-24 shrink-0 flex-col gap-1.5 sm:w-32">
            <span className="block aspect-square rounded-2xl border-2 border-line border-dashed" />
            <span className="text-sm">&nbsp;</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
