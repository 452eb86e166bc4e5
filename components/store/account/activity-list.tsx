interface ActivityListProps {
  /** newest first; `at` and `from` as text */
  entries: readonly { id: string; what: string; at: string; from: string }[];
}

/** What was done to an account lately, so that its owner notices what they did not do. */
export function ActivityList({ entries }: ActivityListProps) {
  if (entries.length === 0) return <p className="text-soft">Nothing yet.</p>;
  return (
    <ul className="border-line border-t">
      {entries.map(({ id, what, at, from }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 border-line border-b py-3">
          <p className="font-semibold">{what}</p>
          <p className="figures text-sm text-soft">{[at, from].filter(Boolean).join(", ")}</p>
        </li>
      ))}
    </ul>
  );
}
