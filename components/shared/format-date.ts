const format = new Intl.DateTimeFormat("en-GB", {
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** The time on a receipt, in UTC: pages are the same for everyone. */
export function printDate(date: Date): string {
  return `${format.format(date)} UTC`;
}
