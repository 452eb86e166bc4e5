"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { Price } from "#components/ui/price.tsx";
import type { Suggestions } from "#lib/search/suggest.ts";
import { Highlighted } from "./highlighted.tsx";
import { useCombobox } from "./use-combobox.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** Suggestions for the text of a field: products, departments, and a link to all results. */
export function SuggestionList({ input }: { input: HTMLInputElement }) {
  const [size, setSize] = useState(0);
  const list = `${input.id}-suggestions`;
  const { text, isOpen, current, close } = useCombobox(input, list, size);
  const suggestions = useSuggestions(text);
  const options = suggestions ? listOptions(suggestions) : [];
  useEffect(() => setSize(options.length), [options.length]);
  let position = 0;
  const groups = Map.groupBy(options, ({ group }) => group);
  return (
    <>
      <p role="status" className="sr-only">
        {isOpen && `${options.length} suggestions. Use the arrow keys to select one.`}
      </p>
      <div
        id={list}
        role="listbox"
        aria-label="Suggestions"
        tabIndex={-1}
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-40 mt-2 max-h-[70dvh] overflow-y-auto rounded-3xl border-[1.5px] border-edge bg-raised p-2 shadow-[0_18px_40px_var(--shadow)]"
      >
        {[...groups].map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of a listbox have no element of their own
          <div key={group} role="group" aria-label={group}>
            <p aria-hidden="true" className="tag px-3 pt-2 pb-1 text-soft">
              {group}
            </p>
            {members.map(({ href, content }) => {
              const index = position++;
              return (
                <Link
                  key={href}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === current}
                  tabIndex={-1}
                  href={href}
                  prefetch={false}
                  onClick={close}
                  className="flex min-h-11 items-center gap-3 rounded-2xl px-3 py-1.5 hover:bg-line aria-selected:bg-ink aria-selected:text-paper"
                >
                  {content}
                </Link>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}

interface Option {
  group: string;
  href: string;
  content: ReactNode;
}

function listOptions({ q, total, items, categories }: Suggestions): Option[] {
  const products = items.map(({ id, pieces, brand, price, image, hue }) => ({
    group: "Products",
    href: `/products/${id}`,
    content: (
      <>
        <span
          className="tile relative grid size-11 shrink-0 place-items-center overflow-hidden rounded-xl text-ink"
          style={hueStyle(hue)}
        >
          <SkuPicture image={image} size={32} drawn="size-8" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">
            <Highlighted pieces={pieces} />
          </span>
          {brand && <span className="block truncate text-sm opacity-80">{brand}</span>}
        </span>
        <Price value={price} className="text-sm" />
      </>
    ),
  }));
  const departments = categories.map(({ slug, title, count, named }) => ({
    group: "Departments",
    href: named ? `/categories/${slug}` : `/search?${new URLSearchParams({ q, category: slug })}`,
    content: (
      <>
        <span className="flex-1">{named ? title : `“${q}” in ${title}`}</span>
        <span className="figures text-sm opacity-80">{count}</span>
      </>
    ),
  }));
  const all = { group: "All", href: `/search?${new URLSearchParams({ q })}`, content: `All ${total} for “${q}”` };
  return total > 0 ? [...products, ...departments, all] : [];
}
