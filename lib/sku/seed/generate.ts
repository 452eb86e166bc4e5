import { formatMoney } from "#lib/money.ts";
import { picturePath } from "#lib/sku/picture-path.ts";
import type { Sku } from "#lib/sku/schema.ts";
import {
  adjectives,
  brands,
  type CategoryVocabulary,
  categoryVocabularies,
  colours,
  type ProductTemplate,
  remarks,
} from "./vocabulary.ts";

/** Combinations of brand, adjective and finish (a colour or a material) per product. 1,000,000 SKUs need 10,417. */
const VARIANTS = brands.length * adjectives.length * 2 * colours.length;
/** Coprime to VARIANTS, so that steps of this size visit every variant once before any repeats. */
const STEP = 7919;

/** 32 well-mixed bits of an integer (the finaliser of MurmurHash3): the repeatable source of all randomness here. */
function mix(value: number): number {
  let bits = Math.imul(value + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function pick<T>(from: readonly T[], index: number): T {
  const found = from[index % from.length];
  if (found === undefined) throw new RangeError("Cannot pick from an empty list");
  return found;
}

/** A price in the range of the product, lower ones more often, with an ending that is common in shops. */
function priceOf([, , lowest, highest]: ProductTemplate, random: number): string {
  const share = (random % 1000) / 1000;
  const units = Math.floor(lowest * (highest / lowest) ** share);
  const ending = pick(units < 100 ? [99, 50, 95, 0, 25, 99] : [0, 99, 50, 0], random >>> 10);
  return formatMoney(units * 100 + ending);
}

function makeSku(index: number, { category, materials, products }: CategoryVocabulary): Sku {
  const round = Math.floor(index / categoryVocabularies.length);
  const product = pick(products, round);
  const variant = (Math.floor(round / products.length) * STEP + mix(round % products.length)) % VARIANTS;
  const brand = pick(brands, variant);
  const adjective = pick(adjectives, Math.floor(variant / brands.length));
  const finishIndex = Math.floor(variant / (brands.length * adjectives.length));
  const finish = pick(finishIndex < colours.length ? colours : materials, finishIndex);
  const [noun, drawing] = product;
  const random = mix(index);
  return {
    id: `gen-${String(index + 1).padStart(6, "0")}`,
    name: `${adjective} ${finish} ${noun}`,
    price: priceOf(product, random),
    stock: mix(random) % 201,
    category,
    brand,
    description: `The ${adjective.toLowerCase()} one, in ${finish.toLowerCase()}, by ${brand}. ${pick(remarks, random >>> 5)}`,
    image: picturePath(drawing),
    purchaseLimit: null,
  };
}

/**
 * The first `count` SKUs of an endless catalogue that is the same on every call and machine: `gen-000001`,
 * `gen-000002`, … with the categories in turn. Names are unique within a brand up to 1,000,000 SKUs.
 */
export function* generateSkus(count: number): Generator<Sku> {
  for (let index = 0; index < count; index++) yield makeSku(index, pick(categoryVocabularies, index));
}
