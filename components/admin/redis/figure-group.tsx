import type { FigureGroup as Group } from "#lib/metrics/inspect/describe-node.ts";

/** Figures of a server, each with its sentence below. What is bad is marked by a border and by its words. */
export function FigureGroup({ title, figures }: Group) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h3 className="font-bold font-display text-xl tracking-tight">{title}</h3>
      <dl className="border-line border-t">
        {figures.map(({ label, value, remark, bad }) => (
          <div
            key={`${label} ${value}`}
            className={`flex flex-wrap items-baseline justify-between gap-x-4 border-line border-b py-2 ${bad ? "border-l-4 border-l-accent-text pl-3" : ""}`}
          >
            <dt className="text-soft">{label}</dt>
            <dd className={`figures wrap-anywhere text-sm ${bad ? "font-semibold text-accent-text" : ""}`}>{value}</dd>
            {remark && <dd className="basis-full text-sm text-soft">{remark}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}
