import { formatMoney, parseTypedMoney } from "#lib/money.ts";

const CURRENCY = "[£$€]";
const CURRENCY_WORD = "pounds?|dollars?|euros?|quid|bucks?|usd|gbp|eur";
/** "over 100 pieces" and "under 5 kg" are no prices. */
const UNIT =
  "[\"″”%°']|[mk]?g|lbs?|oz|[mc]?l|lit(?:re|er)s?|[mck]?m|met(?:re|er)s?|inch(?:es)?|in|ft|feet|k?w|watts?|v|mah|hz|[kmgt]b|mp|x|pieces?|pcs?|packs?|pages?|keys?|years?|months?|days?|hours?|minutes?|seconds?|people|persons?|players?|grams?|kelvin|degrees?|lumens?";
const AMOUNT = "\\d{1,9}(?:,\\d{3})*(?:[.,]\\d{1,2})?";
/** An amount with or without a currency; without one it must not be the number of something else. */
const amount = (name: string) =>
  `(?<${name}Sign>${CURRENCY} ?)?(?<${name}>${AMOUNT})(?!\\d)(?:(?<${name}Word> ?(?:${CURRENCY}|(?:${CURRENCY_WORD})(?!\\p{L})))|(?![ -]?(?:${UNIT})(?!\\p{L})))`;
// Not "max" and "min", which stand in names: "Air Max 90".
const BELOW = "under|below|less than|cheaper than|up to|at most|no more than|maximum|<=?";
const ABOVE = "over|above|more than|at least|minimum|>=?";
/** "size 40-42" and "ages 3-5" are no prices either. */
const NUMBERED = "sizes?|ages?|aged|numbers?|no\\.?|models?|parts?|types?|levels?|grades?|vol(?:ume)?\\.?";
const alone = (pattern: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}.-])(?<!(?<!\\p{L})(?:${NUMBERED}) )(?:${pattern})(?![\\p{L}\\p{N}-])`, "iu");

const range = alone(`(?:(?:between|from) )?${amount("a")} ?(?:-|–|to|and) ?${amount("b")}`);
const below = alone(`(?:${BELOW}) ?${amount("a")}`);
const above = alone(`(?:${ABOVE}) ?${amount("a")}`);
const single = alone(amount("a"));

/** What a text says about prices, as amounts ("20.00"), and the text without it. */
export interface ReadPrices {
  q: string;
  minPrice?: string;
  maxPrice?: string;
}

type Groups = Record<string, string | undefined>;
type Bounds = [lowest: string | undefined, highest: string | undefined];

const hasCurrency = ({ aSign, aWord, bSign, bWord }: Groups) => Boolean(aSign ?? aWord ?? bSign ?? bWord);

/**
 * Reads "under 20", "over £100", "20-50" and "£20", which means up to that much, in a search text; null without a
 * price.
 * @param isInCatalogue whether a text such as "20-50" or "under 21" stands in the catalogue; then it is no price unless
 *   it has a currency
 */
export function readPrices(q: string, isInCatalogue: (text: string) => boolean): ReadPrices | null {
  const patterns: [RegExp, (groups: Groups) => Bounds][] = [
    [range, ({ a, b }) => [a, b]],
    [below, ({ a }) => [undefined, a]],
    [above, ({ a }) => [a, undefined]],
    [single, (groups) => [undefined, hasCurrency(groups) ? groups.a : undefined]],
  ];
  for (const [pattern, boundsOf] of patterns) {
    const found = pattern.exec(q);
    if (!found?.groups || (!hasCurrency(found.groups) && isInCatalogue(found[0]))) continue;
    const [lowest, highest] = boundsOf(found.groups).map((text) => parseTypedMoney(text ?? ""));
    if (typeof lowest !== "number" && typeof highest !== "number") continue;
    const rest = `${q.slice(0, found.index)} ${q.slice(found.index + found[0].length)}`.replace(/\s+/g, " ").trim();
    return {
      q: rest,
      ...(typeof lowest === "number" && { minPrice: formatMoney(lowest) }),
      ...(typeof highest === "number" && { maxPrice: formatMoney(highest) }),
    };
  }
  return null;
}
