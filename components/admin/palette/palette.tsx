"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { PaletteList } from "./palette-list.tsx";
import { countFound, listGroups } from "./palette-options.ts";
import { type PaletteState, usePaletteResults } from "./use-palette-results.ts";

/** What the palette says of its results, also to screen readers. */
function describeState(state: PaletteState, q: string, found: number): string {
  if (state.kind === "idle") return "";
  if (state.kind === "loading") return "Looking…";
  if (state.kind === "failed") return state.message;
  if (found === 0) return `Nothing is called “${q}”.`;
  const count = found === 1 ? "1 found." : `${found} found.`;
  return state.results.isPartial ? `${count} There may be more people and keys.` : count;
}

/** How many options the key moves on; null for other keys. */
const stepOf = (key: string) => ({ ArrowDown: 1, ArrowUp: -1 })[key] ?? null;

/**
 * The contents of the palette: a combobox whose list is always there (WAI-ARIA, "editable combobox with list
 * autocomplete"). The focus stays in the field; the first option is selected until another one is.
 */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const q = text.trim().slice(0, 200);
  const state = usePaletteResults(q, attempt);
  const groups = listGroups(q, state.kind === "found" ? state.results : null);
  const hrefs = groups.flatMap(({ options }) => options.map(({ href }) => href));
  const current = Math.max(0, hrefs.indexOf(chosen ?? ""));
  const optionId = (index: number) => `${listId}-${index}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found changes where the option is
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current, hrefs.length]);

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const step = stepOf(event.key);
    if (step !== null) {
      event.preventDefault();
      setChosen(hrefs.at((current + step) % hrefs.length) ?? null);
    } else if (event.key === "Enter") {
      event.preventDefault();
      document.getElementById(optionId(current))?.click();
    }
  };

  return (
    <>
      <div className="flex items-center gap-2 border-line border-b px-4">
        <Icon name="search" className="size-5 shrink-0 text-soft" />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Find pages, SKUs, orders, people and keys"
          aria-autocomplete="list"
          aria-expanded={hrefs.length > 0}
          aria-controls={listId}
          aria-activedescendant={hrefs.length > 0 ? optionId(current) : undefined}
          placeholder="A page, SKU, order, person or key"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          enterKeyHint="go"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
          }}
          onKeyDown={onKey}
          className="min-h-14 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-soft"
        />
        <button
          type="button"
          onClick={close}
          aria-label="Close"
          className="-mr-3 grid size-11 shrink-0 place-items-center rounded-full text-soft hover:text-ink"
        >
          <Icon name="cross" />
        </button>
      </div>
      <PaletteList id={listId} groups={groups} current={current} onChoose={close} />
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 border-line border-t px-4 py-1 text-sm">
        <p role="status" className={state.kind === "failed" ? "font-medium text-accent-text" : "text-soft"}>
          {describeState(state, q, countFound(groups))}
        </p>
        {state.kind === "failed" && (
          <button
            type="button"
            className="min-h-11 font-semibold underline underline-offset-4"
            onClick={() => {
              setAttempt(attempt + 1);
              field.current?.focus();
            }}
          >
            Try again
          </button>
        )}
        <p aria-hidden="true" className="ml-auto text-soft max-sm:hidden">
          <kbd>↑</kbd> <kbd>↓</kbd> select, <kbd>Enter</kbd> open, <kbd>Esc</kbd> close
        </p>
      </div>
    </>
  );
}
