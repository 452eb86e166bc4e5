/** A kind of product in the generated catalogue: its noun, its drawing and its price range in dollars. */
export type ProductTemplate = readonly [noun: string, drawing: string, lowest: number, highest: number];

/** The words of a category: 15 materials and 12 kinds of product. */
export interface CategoryVocabulary {
  category: string;
  materials: readonly string[];
  products: readonly ProductTemplate[];
}

export const categoryVocabularies: readonly CategoryVocabulary[] = [
  {
    category: "audio",
    materials: words(
      "Walnut Brass Maple Chrome Ebony Mahogany Spruce Bakelite Velvet Silver Rosewood Cherry Lacquered Carbon Nickel",
    ),
    products: [
      ["Earbuds", "earbuds", 19, 249],
      ["Headphones", "headphone", 29, 399],
      ["Studio Microphone", "studio-microphone", 49, 499],
      ["Hand Microphone", "microphone", 19, 199],
      ["Radio", "radio", 24, 189],
      ["Guitar", "guitar", 119, 1499],
      ["Violin", "violin", 89, 1999],
      ["Stage Piano", "musical-keyboard", 149, 1899],
      ["Snare Drum", "drum", 59, 449],
      ["Saxophone", "saxophone", 299, 2499],
      ["Trumpet", "trumpet", 149, 1299],
      ["Maracas", "maracas", 6, 49],
    ],
  },
  {
    category: "computers",
    materials: words(
      "Aluminium Magnesium Titanium Carbon Bamboo Glass Ceramic Steel Matte Frosted Brushed Recycled Anodised Satin Nickel",
    ),
    products: [
      ["Laptop", "laptop", 399, 2999],
      ["Mouse", "computer-mouse", 9, 129],
      ["Wall Charger", "electric-plug", 12, 79],
      ["Keyboard", "keyboard", 24, 249],
      ["Desktop", "desktop-computer", 499, 3499],
      ["Printer", "printer", 79, 499],
      ["Telephone", "mobile-phone", 149, 1299],
      ["Camera", "camera", 129, 1999],
      ["Television", "television", 149, 1499],
      ["Trackball", "trackball", 24, 119],
      ["Power Cell", "battery", 14, 99],
      ["Floppy Disk", "floppy-disk", 1, 19],
    ],
  },
  {
    category: "kitchen",
    materials: words(
      "Enamel Copper Steel Stoneware Porcelain Beech Marble Ceramic Bamboo Cast-Iron Glass Terracotta Lacquered Pewter Olivewood",
    ),
    products: [
      ["Teapot", "teapot", 14, 119],
      ["Cup", "hot-beverage", 4, 39],
      ["Frying Pan", "cooking", 19, 189],
      ["Knife", "kitchen-knife", 12, 249],
      ["Cutlery", "fork-and-knife", 19, 299],
      ["Mixing Bowl", "bowl-with-spoon", 8, 69],
      ["Chopsticks", "chopsticks", 3, 39],
      ["Jar", "jar", 2, 24],
      ["Salt Shaker", "salt", 4, 49],
      ["Wine Glass", "wine-glass", 4, 59],
      ["Timer", "timer-clock", 8, 49],
      ["Casserole", "pot-of-food", 29, 299],
    ],
  },
  {
    category: "home-and-garden",
    materials: words("Oak Ash Walnut Linen Rattan Brass Terracotta Iron Wicker Elm Cane Pine Zinc Cotton Granite"),
    products: [
      ["Sofa", "couch-and-lamp", 299, 2499],
      ["Bed", "bed", 199, 1799],
      ["Chair", "chair", 29, 399],
      ["Mirror", "mirror", 24, 349],
      ["Candle", "candle", 3, 39],
      ["Light Bulb", "light-bulb", 2, 29],
      ["Mantel Clock", "mantelpiece-clock", 49, 599],
      ["Bathtub", "bathtub", 399, 2999],
      ["Broom", "broom", 6, 39],
      ["Potted Plant", "potted-plant", 7, 89],
      ["Tulip Bulbs", "tulip", 4, 29],
      ["Toolbox", "toolbox", 14, 149],
    ],
  },
  {
    category: "books-and-paper",
    materials: words("Cotton Kraft Linen Vellum Recycled Leather Cloth Marbled Laid Birch Brass Cork Felt Canvas Gilt"),
    products: [
      ["Novel", "books", 6, 39],
      ["Notebook", "notebook", 3, 39],
      ["Ledger", "ledger", 7, 49],
      ["Fountain Pen", "fountain-pen", 14, 399],
      ["Pencil", "pencil", 1, 9],
      ["Crayon", "crayon", 1, 12],
      ["Palette", "artist-palette", 9, 89],
      ["Scissors", "scissors", 4, 49],
      ["Paperclips", "linked-paperclips", 1, 12],
      ["Ruler", "straight-ruler", 1, 24],
      ["Wall Map", "world-map", 9, 119],
      ["Calendar", "spiral-calendar", 7, 39],
    ],
  },
  {
    category: "toys",
    materials: words(
      "Wooden Tin Felt Beech Plush Rubber Velvet Maple Painted Woollen Bamboo Cork Clockwork Lacquered Birch",
    ),
    products: [
      ["Teddy Bear", "teddy-bear", 12, 119],
      ["Yo-Yo", "yo-yo", 4, 39],
      ["Die", "game-die", 1, 19],
      ["Jigsaw", "puzzle-piece", 7, 59],
      ["Nesting Dolls", "nesting-dolls", 14, 119],
      ["Kite", "kite", 9, 89],
      ["Magic Wand", "magic-wand", 6, 49],
      ["Playing Cards", "joker", 3, 29],
      ["Chess Set", "chess-pawn", 14, 249],
      ["Rocket", "rocket", 14, 149],
      ["Dinosaur", "sauropod", 6, 79],
      ["Locomotive", "locomotive", 14, 299],
    ],
  },
  {
    category: "clothing",
    materials: words(
      "Wool Cotton Linen Silk Denim Cashmere Merino Tweed Corduroy Suede Flannel Jersey Canvas Velvet Leather",
    ),
    products: [
      ["T-Shirt", "t-shirt", 9, 59],
      ["Jeans", "jeans", 29, 199],
      ["Dress", "dress", 29, 299],
      ["Overcoat", "coat", 89, 699],
      ["Scarf", "scarf", 12, 129],
      ["Gloves", "gloves", 9, 99],
      ["Socks", "socks", 4, 24],
      ["Running Shoes", "running-shoe", 49, 249],
      ["Top Hat", "top-hat", 39, 299],
      ["Sunglasses", "sunglasses", 14, 249],
      ["Watch", "watch", 39, 899],
      ["Umbrella", "closed-umbrella", 12, 119],
    ],
  },
  {
    category: "outdoors",
    materials: words(
      "Canvas Waxed Carbon Titanium Cedar Ripstop Alloy Nylon Leather Ash Steel Neoprene Hemp Bamboo Cork",
    ),
    products: [
      ["Tent", "tent", 59, 799],
      ["Bicycle", "bicycle", 199, 2999],
      ["Canoe", "canoe", 399, 2499],
      ["Compass", "compass", 9, 99],
      ["Torch", "flashlight", 7, 129],
      ["Telescope", "telescope", 59, 1299],
      ["Fishing Rod", "fishing-pole", 24, 349],
      ["Skis", "skis", 149, 1199],
      ["Skateboard", "skateboard", 29, 199],
      ["Football", "soccer-ball", 9, 89],
      ["Rucksack", "backpack", 24, 249],
      ["Hiking Boots", "hiking-boot", 49, 349],
    ],
  },
];

export const brands: readonly string[] = [
  "Aldous & Finch",
  "Copperline",
  "Dunmore",
  "Everleigh",
  "Foxglove",
  "Greyfriars",
  "Hollis",
  "Juniper Row",
  "Kestrel",
  "Lowfield",
  "Merriman",
  "Oakham",
];

/** Adjectives that fit every product. */
export const adjectives: readonly string[] = [
  ...words(
    "Quiet Everyday Sturdy Honest Little Grand Folding Travel Morning Evening Harbour Rustic Classic Modern Compact",
  ),
  ...words("Slim Deep Light Plain Patient Proper Splendid Spare Loyal Modest Clever Steady Weekend Coastal Thrifty"),
];

/** Used in place of a material in half of the names; there are as many as materials. */
export const colours: readonly string[] = words(
  "Ivory Graphite Cobalt Moss Amber Crimson Slate Rust Chalk Navy Olive Coral Plum Sand Teal",
);

export const remarks: readonly string[] = [
  "Measured twice, stocked once.",
  "It does what it says, and it says very little.",
  "Made in small batches and counted in large ones.",
  "A sensible thing, at a sensible hour, for a sensible price.",
  "Better than the last one; the next one is not out yet.",
  "Nobody has ever brought it back, which is not to say that nobody tried.",
  "Comes in a plain box, because the box is not the point.",
  "The one to have when you are having one.",
  "Chosen by our buyers, who have to live with it too.",
  "It will outlast its receipt.",
  "Goes with everything that goes with it.",
  "Looks after itself on most days and forgives you on the others.",
];

function words(text: string): string[] {
  return text.split(" ");
}
