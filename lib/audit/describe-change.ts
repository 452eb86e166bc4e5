/** Characters of one value, and of a whole description. */
const MAX_VALUE = 200;
const MAX_TEXT = 1000;

type Fields = Readonly<Record<string, unknown>>;

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function tell(fields: Fields, names: readonly string[]): string {
  const named = names
    .filter((name) => fields[name] !== undefined && fields[name] !== null && fields[name] !== "")
    .map((name) => `${name}: ${cut(String(fields[name]).replace(/\s+/g, " "), MAX_VALUE)}`);
  return cut(named.join("; "), MAX_TEXT);
}

/**
 * What an entry of the audit stream says of a change: the fields that differ, with their values before and after, such
 * as `price: 4.00; stock: 3`. Long values are cut; fields that are empty are left out.
 * @param before null for what is new @param after null for what was removed; fields that it lacks did not change
 */
export function describeChange(before: Fields | null, after: Fields | null): { before: string; after: string } {
  const names = Object.keys(after ?? before ?? {}).filter(
    (name) => !before || !after || String(before[name] ?? "") !== String(after[name] ?? ""),
  );
  return { before: tell(before ?? {}, names), after: tell(after ?? {}, names) };
}
