import clsx from "clsx";
import { Icon } from "#components/ui/icon.tsx";
import type { Guard } from "#lib/migration/schema.ts";

function GuardItem({ guard: { name, value, need, ok } }: { guard: Guard }) {
  return (
    <li className="flex items-start gap-3 border-line border-t py-3 first:border-t-0 first:pt-0">
      <span
        className={clsx(
          "mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full border-[1.5px]",
          ok ? "border-ink bg-ink text-paper" : "border-accent-text text-accent-text",
        )}
      >
        <Icon name={ok ? "check" : "cross"} className="size-3.5" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex items-baseline justify-between gap-4">
          <span className="font-semibold">{name}</span>
          <span className={clsx("tag shrink-0", ok ? "text-soft" : "text-accent-text")}>{ok ? "met" : "not met"}</span>
        </p>
        <dl className="flex flex-wrap gap-x-5 text-sm">
          <div className="flex gap-1.5">
            <dt className="text-soft">now</dt>
            <dd className="figures">{value}</dd>
          </div>
          <div className="flex gap-1.5">
            <dt className="text-soft">needed</dt>
            <dd className="figures">{need}</dd>
          </div>
        </dl>
      </div>
    </li>
  );
}

/** What has to be so before the next step, and what it is now. */
export function GuardsList({ guards }: { guards: readonly Guard[] }) {
  if (guards.length === 0) return <p className="text-soft">The migration is not ready to move.</p>;
  return (
    <ul aria-label="Guards" className="flex flex-col">
      {guards.map((guard) => (
        <GuardItem key={guard.name} guard={guard} />
      ))}
    </ul>
  );
}
