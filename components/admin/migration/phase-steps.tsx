import clsx from "clsx";
import { Icon } from "#components/ui/icon.tsx";
import type { PHASES } from "#lib/migration/phases.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import { DOCUMENT_PHASES } from "./phase-text.ts";

type Phase = (typeof PHASES)[number];

/** The columns that a phase of the documents has for ours. */
const SPANS: Readonly<Record<number, string>> = { 1: "lg:col-span-1", 2: "lg:col-span-2", 3: "lg:col-span-3" };
const COLUMNS: Readonly<Record<number, string>> = { 1: "lg:grid-cols-1", 2: "lg:grid-cols-2", 3: "lg:grid-cols-3" };

const MARKS = {
  done: "border-ink bg-ink text-paper",
  now: "border-accent bg-accent text-on-accent",
  ahead: "border-edge text-soft",
} as const;

interface StepProps {
  step: Phase;
  status: MigrationStatus;
}

function Step({ step: { phase, name }, status }: StepProps) {
  const state = !status.running || phase > status.phase ? "ahead" : phase < status.phase ? "done" : "now";
  const remark = phase === 4 && state === "now" ? `now, ${status.percent} %` : state === "now" ? "now" : "";
  return (
    <li
      aria-current={state === "now" ? "step" : undefined}
      className="flex min-w-0 items-center gap-3 lg:flex-col lg:items-start lg:gap-1.5"
    >
      <span
        className={clsx(
          "figures inline-flex size-8 shrink-0 items-center justify-center rounded-full border-[1.5px] font-medium text-sm",
          MARKS[state],
        )}
      >
        {state === "done" ? <Icon name="check" className="size-4" /> : phase}
      </span>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 lg:flex-col">
        <span
          className={clsx(
            "text-balance leading-snug",
            state === "now" ? "font-bold" : state === "ahead" && "text-soft",
          )}
        >
          {state === "done" && <span className="sr-only">{`${phase} `}</span>}
          {name}
          {state === "done" && <span className="sr-only">, done</span>}
        </span>
        {remark && <span className="font-semibold text-accent-text text-sm">{remark}</span>}
      </span>
    </li>
  );
}

/** The phases of the documents, and below each those of ours: which is now, and which are done. */
export function PhaseSteps({ status }: { status: MigrationStatus }) {
  return (
    <section aria-labelledby="phases" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="phases" className="font-bold font-display text-3xl tracking-tight">
          Phases
        </h2>
        {status.running && <p className="figures text-sm text-soft">{`epoch ${status.epoch}`}</p>}
      </div>
      <p className="max-w-4xl text-soft">
        The four phases of the migration documents, and the eight steps they take here. The epoch grows with every move.
      </p>
      <ol className="grid gap-x-3 gap-y-4 sm:grid-cols-2 lg:grid-cols-8">
        {DOCUMENT_PHASES.map(({ title, phases }) => {
          const isNow = status.running && phases.some(({ phase }) => phase === status.phase);
          return (
            <li
              key={title}
              className={clsx(
                "flex min-w-0 flex-col gap-2.5 border-t-[3px] pt-2",
                SPANS[phases.length],
                isNow ? "border-accent-text" : "border-line",
              )}
            >
              <h3 className={clsx("tag", isNow ? "text-accent-text" : "text-soft")}>{title}</h3>
              <ol className={clsx("grid gap-x-3 gap-y-2", COLUMNS[phases.length])}>
                {phases.map((step) => (
                  <Step key={step.phase} step={step} status={status} />
                ))}
              </ol>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
