"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useState } from "react";
import { Highlighted } from "./highlighted.tsx";
import { useSuggestions } from "./use-suggestions.ts";

interface SearchComboboxProps {
  id: string;
  value?: string;
  className: string;
}

/**
 * The field of a search form, with suggestions as an ARIA combobox: arrows move through the list, Enter opens, Escape
 * closes. Without JavaScript it is a plain search field.
 */
export function SearchCombobox({ id, value, className }: SearchComboboxProps) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { items, categories } = useSuggestions(open ? typed : "");
  const targets = [
    ...categories.map(({ slug }) => `/search?${new URLSearchParams({ q: typed.trim(), category: slug })}`),
    ...items.map((sku) => `/products/${sku.id}`),
  ];
  const shown = open && targets.length > 0;
  const go = (target: string | undefined) => {
    if (!target) return;
    setOpen(false);
    router.push(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && shown) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === "Enter") {
      setOpen(false);
      if (!shown || active < 0) return;
      event.preventDefault();
      go(targets[active]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: the field itself.
      setActive(((active + 1 + step + targets.length + 1) % (targets.length + 1)) - 1);
    }
  };
  const option = (index: number) => ({
    id: `${id}-option-${index}`,
    role: "option" as const,
    "aria-selected": index === active,
    tabIndex: -1,
    className: "flex cursor-pointer items-center gap-3 rounded-xl px-3 py-2 aria-selected:bg-ink/10 hover:bg-ink/10",
    // Before the field loses the focus.
    onPointerDown: (event: { preventDefault(): void }) => event.preventDefault(),
    onClick: () => go(targets[index]),
  });
  return (
    <>
      <input
        id={id}
        type="search"
        name="q"
        defaultValue={value}
        maxLength={100}
        placeholder="Search for things you cannot buy"
        autoComplete="off"
        enterKeyHint="search"
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${id}-options`}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${id}-option-${active}` : undefined}
        className={className}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div
        id={`${id}-options`}
        role="listbox"
        aria-label="Suggestions"
        hidden={!shown}
        className="absolute top-full right-0 left-0 z-40 mt-2 rounded-2xl border-[1.5px] border-edge bg-raised p-2 shadow-xl"
      >
        {categories.map(({ slug, title, count }, i) => (
          <div key={slug} {...option(i)}>
            <span className="flex-1">
              <strong>{typed.trim()}</strong> in {title}
            </span>
            <span className="figures text-sm text-soft">{count}</span>
          </div>
        ))}
        {items.map((sku, i) => (
          <div key={sku.id} {...option(categories.length + i)}>
            <img src={sku.image} alt="" width={32} height={32} />
            <span className="min-w-0 flex-1 truncate">
              <Highlighted pieces={sku.pieces} />
            </span>
            <span className="figures text-sm">{`$${sku.price}`}</span>
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {shown ? `${targets.length} suggestions` : ""}
      </p>
    </>
  );
}
