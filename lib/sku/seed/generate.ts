import { formatMoney } from "#lib/money.ts";
import { picturePath } from "#lib/sku/pictures.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { colours, type Good, makers, manners, remarks, type Stockroom, stockrooms } from "./vocabulary.ts";

/** Combinations of maker, manner and dress (a colour or a material) of a good. 1,000,000 SKUs need 10,417 of each. */
const VARIANTS = makers.length * manners.length * 2 * colours.length;
/** Has no divisor in common with VARIANTS: stepping by it meets every variant once before it meets one again. */
const STEP = 7919;

/** 32 well-mixed bits of an integer (the finaliser of MurmurHash3): the catalogue's only chance, and always the same. */
function mix(value: number): number {
  let bits = Math.imul(value + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function pick<T>(from: readonly T[], index: number): T {
  const found = from[index % from.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from");
  return found;
}

/** A price between the good's two, cheap ones being more common, with an ending that a shop would print. */
function priceOf([, , lowest, highest]: Good, chance: number): string {
  const share = (chance % 1000) / 1000;
  const units = Math.floor(lowest * (highest / lowest) ** share);
  const ending = pick(units < 100 ? [99, 50, 95, 0, 25, 99] : [0, 99, 50, 0], chance >>> 10);
  return formatMoney(units * 100 + ending);
}

function makeSku(index: number, { category, materials, goods }: Stockroom): Sku {
  const turn = Math.floor(index / stockrooms.length);
  const good = pick(goods, turn);
  const variant = (Math.floor(turn / goods.length) * STEP + mix(turn % goods.length)) % VARIANTS;
  const brand = pick(makers, variant);
  const manner = pick(manners, Math.floor(variant / makers.length));
  const dress = Math.floor(variant / (makers.length * manners.length));
  const material = dress < colours.length ? pick(colours, dress) : pick(materials, dress);
  const [noun, drawing] = good;
  const chance = mix(index);
  return {
    id: `gen-${String(index + 1).padStart(6, "0")}`,
    name: `${manner} ${material} ${noun}`,
    price: priceOf(good, chance),
    stock: mix(chance) % 201,
    category,
    brand,
    description: `The ${manner.toLowerCase()} one, in ${material.toLowerCase()}, by ${brand}. ${pick(remarks, chance >>> 5)}`,
    image: picturePath(drawing),
  };
}

/**
 * The first `count` SKUs of an endless catalogue that is the same on every call and machine: `gen-000001`,
 * `gen-000002`, … taking one good of each department in turn. Up to 1,000,000 no maker has two of the same name.
 */
export function* generateSkus(count: number): Generator<Sku> {
  for (let index = 0; index < count; index++) yield makeSku(index, pick(stockrooms, index));
}
