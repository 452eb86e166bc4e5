"use client";

import { useEffect, useState } from "react";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { hueOfSlug } from "#lib/sku/hue.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { useVisitor } from "./visitor.ts";

const SHOWN = 8;

type ViewedSku = Pick<Sku, "id" | "name" | "image" | "category"> & { hue: number };

const loaded = new Map<string, ViewedSku>();

async function load(id: string, categoryHues: Record<string, number>): Promise<void> {
  const response = await fetch(`/api/skus/${encodeURIComponent(id)}`).catch(() => null);
  if (!response?.ok) return;
  const { name, image, category } = (await response.json()) as Sku;
  loaded.set(id, { id, name, image, category, hue: categoryHues[category] ?? hueOfSlug(category) });
}

interface RecentlyViewedProps {
  /** The product of this page, which is left out. */
  except?: string;
  /** built-in category → hue */
  categoryHues: Record<string, number>;
}

/** The products that the visitor has viewed. Only the ids are personal; the products are public and requested once. */
export function RecentlyViewed({ except, categoryHues }: RecentlyViewedProps) {
  const ids = useVisitor()
    ?.recent.filter((id) => id !== except)
    .slice(0, SHOWN);
  const idList = ids?.join(" ") ?? "";
  const [, setRendered] = useState("");
  useEffect(() => {
    if (!idList) return;
    const missing = idList.split(" ").filter((id) => !loaded.has(id));
    Promise.all(missing.map((id) => load(id, categoryHues))).then(() => setRendered(idList));
  }, [idList, categoryHues]);
  const viewed = (ids ?? []).flatMap((id) => loaded.get(id) ?? []);
  return (
    <section aria-label="Recently viewed" className="shell mt-20">
      <h2 className="font-display font-extrabold text-2xl tracking-tight">Recently viewed</h2>
      <p className="mt-1 text-soft">
        {ids?.length === 0
          ? "Nothing yet. Products you view appear here, newest first."
          : "Newest first. A guest's list expires after a day."}
      </p>
      {/* Placeholders of the same size, so that the layout does not shift. */}
      <ul className="-mx-1 mt-4 flex gap-3 overflow-x-auto px-1 pt-1 pb-2 [scrollbar-width:thin]">
        {viewed.map(({ id, name, image, category, hue }) => (
          <li key={id} className="w-24 shrink-0 sm:w-32">
            <HoverLink href={`/products/${id}`} className="flex flex-col gap-1.5 rounded-2xl hover:underline">
              <span
                className="tile relative grid aspect-square place-items-center overflow-hidden rounded-2xl"
                style={hueStyle(hue)}
              >
                <SkuPicture image={image} category={category} size={80} sizes="8rem" drawn="size-3/5" />
              </span>
              <span className="truncate text-sm">{name}</span>
            </HoverLink>
          </li>
        ))}
        {Array.from({ length: SHOWN - viewed.length }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
          <li key={i} aria-hidden="true" className="flex w-24 shrink-0 flex-col gap-1.5 sm:w-32">
            <span className="block aspect-square rounded-2xl border-2 border-line border-dashed" />
            <span className="text-sm">&nbsp;</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
