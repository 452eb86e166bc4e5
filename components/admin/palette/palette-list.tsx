import clsx from "clsx";
import Link from "next/link";
import type { PaletteGroup, PaletteOption } from "./palette-options.ts";

/** Title and detail of an option, on one line where there is room. */
export function OptionText({ title, detail, isCode = false }: Omit<PaletteOption, "href">) {
  return (
    <>
      <span className={clsx("wrap-anywhere min-w-0", isCode ? "figures text-sm" : "font-semibold")}>{title}</span>
      {detail && <span className="wrap-anywhere min-w-0 text-sm opacity-80">{detail}</span>}
    </>
  );
}

interface PaletteListProps {
  id: string;
  groups: readonly PaletteGroup[];
  /** the selected option, counted through all groups */
  current: number;
  onChoose: () => void;
}

/** The options of the palette, as a listbox in groups. An option is a link, and has the id `<id>-<index>`. */
export function PaletteList({ id, groups, current, onChoose }: PaletteListProps) {
  let position = 0;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Found"
      tabIndex={-1}
      className="min-h-48 flex-1 overflow-y-auto overscroll-contain p-2"
    >
      {groups.map(({ title, options }) => (
        // biome-ignore lint/a11y/useSemanticElements: groups of a listbox have no element of their own
        <div key={title} role="group" aria-label={title}>
          <p aria-hidden="true" className="tag px-3 pt-2 pb-1 text-soft">
            {title}
          </p>
          {options.map(({ href, ...text }) => {
            const index = position++;
            return (
              <Link
                key={href}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                tabIndex={-1}
                href={href}
                prefetch={false}
                onClick={onChoose}
                className="flex min-h-11 scroll-my-8 flex-wrap items-baseline content-center gap-x-3 rounded-2xl px-3 py-1.5 leading-tight hover:bg-line aria-selected:bg-ink aria-selected:text-paper"
              >
                <OptionText {...text} />
              </Link>
            );
          })}
        </div>
      ))}
    </div>
  );
}
