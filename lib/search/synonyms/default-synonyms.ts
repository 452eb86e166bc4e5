/** Words with the words that mean the same, as they are stored: "sofa" → ["couch", "settee"]. */
export type SynonymLists = Readonly<Record<string, readonly string[]>>;

/** The synonyms that are used until an administrator changes them. */
export const defaultSynonyms: SynonymLists = {
  backpack: ["rucksack", "day pack", "knapsack"],
  battery: ["power cell", "power bank"],
  bike: ["bicycle", "cycle"],
  cap: ["hat"],
  casserole: ["dutch oven", "stew pot"],
  couch: ["sofa", "settee"],
  cup: ["mug"],
  desktop: ["pc", "computer"],
  doll: ["dolly"],
  earbuds: ["airpods", "earphones", "in-ear headphones"],
  flashlight: ["torch"],
  handset: ["telephone"],
  headset: ["headphones"],
  kids: ["children", "toys"],
  laptop: ["notebook computer"],
  phone: ["telephone", "mobile phone", "mobile", "cell phone", "cellphone", "smartphone"],
  puzzle: ["jigsaw"],
  sneakers: ["running shoes", "trainers"],
  soccer: ["football"],
  "soccer ball": ["football"],
  sunglasses: ["shades"],
  tee: ["t-shirt", "tee shirt"],
  trousers: ["jeans", "pants"],
  tub: ["bathtub"],
  tv: ["television", "telly"],
};
