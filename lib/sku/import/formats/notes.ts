/** What an import says about a file beside its errors: what was left out, changed or assumed, and how often. */

const count = (n: number, noun: string, plural = `${noun}s`) =>
  `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
const was = (n: number) => (n === 1 ? "was" : "were");

const SENTENCES = {
  pictures: (n: number) =>
    `${count(n, "picture")} ${was(n)} left out: the file has their addresses only; choose them in the form of a SKU`,
  unpublished: (n: number) => `${count(n, "row")} of drafts or unpublished products ${was(n)} left out`,
  hidden: (n: number) => `${count(n, "row")} of products hidden from the catalogue ${was(n)} left out`,
  grouping: (n: number) =>
    `${count(n, "row")} that only ${n === 1 ? "groups" : "group"} other products ${was(n)} left out`,
  external: (n: number) => `${count(n, "product")} sold by another site ${was(n)} left out`,
  translations: (n: number) => `${count(n, "row")} for other store views ${was(n)} left out`,
  priceless: (n: number) => `${count(n, "row")} without a price ${was(n)} left out`,
  continued: (n: number) =>
    `${count(n, "row")} that only ${n === 1 ? "continues" : "continue"} a product ${was(n)} left out`,
  salePrices: (n: number) => `${count(n, "sale price")} ${was(n)} left out: prices are the regular ones`,
  cents: (n: number) => `${count(n, "price")} ${was(n)} read as cents, as Medusa 1 writes them: 1000 is 10.00`,
  currency: (n: number) => `${count(n, "price")} had a currency; the store has none, and takes the amount as it is`,
  html: (n: number) => `${count(n, "description")} became plain text without HTML`,
  cutDescriptions: (n: number) => `${count(n, "description")} ${was(n)} cut to 5,000 characters`,
  cutNames: (n: number) => `${count(n, "name or brand", "names or brands")} ${was(n)} cut to fit`,
  ids: (n: number) => `${count(n, "id")} had characters that an id can't have`,
  noStock: (n: number) => `${count(n, "new SKU")} had no number in stock in the file`,
  negativeStock: (n: number) => `${count(n, "stock")} below 0 became 0`,
  noCategory: (n: number) => `${count(n, "new SKU")} had no usable category in the file`,
  oddCategories: (n: number) => `${count(n, "category", "categories")} can't become the name of a department`,
  cutCategories: (n: number) => `${count(n, "category", "categories")} ${was(n)} cut to 64 characters`,
  columns: (n: number) => `${count(n, "column")} with content ${was(n)} left out`,
} as const;

export type NoteKind = keyof typeof SENTENCES;

/** Examples that a sentence names. */
const MAX_EXAMPLES = 3;
const MAX_COLUMNS = 60;

/** Counts what an import says about a file. */
export class Notes {
  readonly #found = new Map<NoteKind, { count: number; examples: Set<string>; more: boolean }>();

  /** @param example named in the sentence, if it is one of the first */
  add(kind: NoteKind, example = "", times = 1): void {
    if (times === 0) return;
    const found = this.#found.get(kind) ?? { count: 0, examples: new Set<string>(), more: false };
    found.count += times;
    const most = kind === "columns" ? MAX_COLUMNS : MAX_EXAMPLES;
    if (example !== "" && found.examples.size < most) found.examples.add(example);
    else if (example !== "" && !found.examples.has(example)) found.more = true;
    this.#found.set(kind, found);
  }

  count(kind: NoteKind): number {
    return this.#found.get(kind)?.count ?? 0;
  }

  /** One sentence for each kind, in a fixed order. */
  get sentences(): string[] {
    return (Object.keys(SENTENCES) as NoteKind[]).flatMap((kind) => {
      const found = this.#found.get(kind);
      if (!found) return [];
      const { count: n, examples, more } = found;
      const named = examples.size > 0 ? ` (${[...examples].join(", ")}${more ? ", …" : ""})` : "";
      return `${SENTENCES[kind](n)}${named}.`;
    });
  }
}
