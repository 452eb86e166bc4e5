"use client";

import { useEffect, useRef } from "react";

const boxClass = "-ml-3 grid size-11 shrink-0 place-items-center";

/** The checkbox of a row. */
export function SelectBox({ name, value, label }: { name: string; value: string; label: string }) {
  return (
    <label className={boxClass}>
      <input type="checkbox" name={name} value={value} className="size-5 accent-accent-text" />
      <span className="sr-only">{`Select ${label}`}</span>
    </label>
  );
}

interface SelectAllProps {
  selected: number;
  /** 0 until the page has its scripts, and without JavaScript: then there is a gap */
  total: number;
  setAll: (checked: boolean) => void;
}

/** The checkbox in the head, for all rows of the page. */
export function SelectAll({ selected, total, setAll }: SelectAllProps) {
  const box = useRef<HTMLInputElement>(null);
  const isPart = selected > 0 && selected < total;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPart;
  }, [isPart]);
  if (total === 0) return <span className={boxClass} />;
  return (
    <label className={boxClass}>
      <input
        ref={box}
        type="checkbox"
        checked={selected === total}
        onChange={(event) => setAll(event.target.checked)}
        className="size-5 accent-accent-text"
      />
      <span className="sr-only">Select all on this page</span>
    </label>
  );
}

/** How many rows are selected, above what can be done with them. */
export function SelectionCount({ selected }: { selected: number }) {
  return (
    <p role="status" className="min-h-6 text-soft">
      {selected > 0 && `${selected} selected`}
    </p>
  );
}
