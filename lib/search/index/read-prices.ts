import { formatMoney, parseTypedMoney } from "#lib/money.ts";
import { compactId } from "#lib/search/text/words.ts";

const CURRENCY = "[£$€]";
const CURRENCY_WORD = "pounds?|dollars?|euros?|quid|bucks?|usd|gbp|eur";
/** "over 100 pieces" and "under 5 kg" are no prices. */
const UNIT =
  "[\"″”%°']|[mk]?g|lbs?|oz|[mc]?l|lit(?:re|er)s?|[mck]?m|met(?:re|er)s?|inch(?:es)?|in|ft|feet|k?w|watts?|v|mah|hz|[kmgt]b|mp|x|pieces?|pcs?|packs?|pages?|keys?|years?|months?|days?|hours?|minutes?|seconds?|people|persons?|players?|grams?|kelvin|degrees?|lumens?";
const AMOUNT = "\\d{1,9}(?:,\\d{3})*(?:[.,]\\d{1,2})?";
/** An amount with or without a currency; without one it must not be the number of something else. */
const amount = (name: string) =>
  `(?<${name}Sign>${CURRENCY} ?)?(?<${name}>${AMOUNT})(?!\\d)(?:(?<${name}Word> ?(?:${CURRENCY}|(?:${CURRENCY_WORD})(?!\\p{L})))|(?![ -]?(?:${UNIT})(?!\\p{L})))`;
const BELOW = "under|below|less than|cheaper than|up to|at most|no more than|max(?:imum)?|<=?";
const ABOVE = "over|above|more than|at least|min(?:imum)?|>=?";
const alone = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}.-])(?:${pattern})(?![\\p{L}\\p{N}-])`, "iu");

const range = alone(`(?<said>(?:between|from) )?${amount("a")} ?(?:-|–|to|and) ?${amount("b")}`);
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
 * Reads "under 20", "over £100", "20-50" and "£20", which means up to that much, in a search text; null without a price.
 * @param isWord whether a text such as "2050" is a word of the catalogue, where "20-50" then is no price
 */
export function readPrices(q: string, isWord: (word: string) => boolean): ReadPrices | null {
  const patterns: [RegExp, (groups: Groups) => Bounds | null][] = [
    [
      range,
      (found) =>
        !found.said && !hasCurrency(found) && isWord(compactId(`${found.a}${found.b}`)) ? null : [found.a, found.b],
    ],
    [below, ({ a }) => [undefined, a]],
    [above, ({ a }) => [a, undefined]],
    [single, (found) => (hasCurrency(found) ? [undefined, found.a] : null)],
  ];
  for (const [pattern, boundsOf] of patterns) {
    const found = pattern.exec(q);
    const bounds = found?.groups && boundsOf(found.groups);
    if (!found || !bounds) continue;
    const [lowest, highest] = bounds.map((text) => parseTypedMoney(text ?? ""));
    if (lowest === null && highest === null) continue;
    const rest = `${q.slice(0, found.index)} ${q.slice(found.index + found[0].length)}`.replace(/\s+/g, " ").trim();
    return {
      q: rest,
      ...(typeof lowest === "number" && { minPrice: formatMoney(lowest) }),
      ...(typeof highest === "number" && { maxPrice: formatMoney(highest) }),
    };
  }
  return null;
}
