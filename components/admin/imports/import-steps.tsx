import clsx from "clsx";

const STEPS = ["File", "Columns", "Check", "Import"] as const;
export type ImportStep = (typeof STEPS)[number];

/** The steps of an import, with the one that the page is at. */
export function ImportSteps({ at }: { at: ImportStep }) {
  const current = STEPS.indexOf(at);
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-3 gap-y-1 max-sm:text-sm sm:gap-x-5">
      {STEPS.map((step, i) => (
        <li
          key={step}
          aria-current={i === current ? "step" : undefined}
          className={clsx(
            "flex items-center gap-1.5 font-semibold",
            i === current ? "text-accent-text" : i < current ? "text-ink" : "text-soft",
          )}
        >
          <span
            aria-hidden="true"
            className={clsx(
              "figures grid size-6 place-items-center rounded-full border-[1.5px] text-xs",
              i === current ? "border-accent-text" : "border-edge",
            )}
          >
            {i + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  );
}
