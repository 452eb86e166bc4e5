const format = new Intl.DateTimeFormat("en-GB", {
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** A date and time such as "05 Mar 2026, 14:30 UTC". In UTC, because cached pages are the same for everyone. */
export function formatDate(date: Date): string {
  return `${format.format(date)} UTC`;
}
