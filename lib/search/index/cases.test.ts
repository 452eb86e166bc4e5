import { describe, expect, it } from "vitest";
import { lenientSearchQuery } from "#lib/search/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { find, indexNames, makeIndex, makeSku } from "#test/search-index.ts";

/** Searches that failed shoppers of this shop and of others. */

const shop = makeIndex(sampleSkus);
const namesIn = (names: readonly string[], q: string) =>
  find(indexNames(...names), { q }).ids.map((id) => names[Number(id.slice(1))]);

describe("words joined or apart", () => {
  it.each([
    ["D1", "Wi-Fi Router", "wifi"],
    ["D1", "Wi-Fi Router", "wi fi"],
    ["D1", "Wifi Router", "wi-fi"],
    ["D1", "Blu-ray Player", "bluray"],
    ["D1", "Multi-Tool", "multitool"],
    ["D1", "AC/DC Adapter", "acdc"],
    ["D1", "H&M Shirt", "hm"],
    ["D1", "All-in-One Desktop", "allinone"],
    ["D3", "Desk Lamp", "desklamp"],
    ["D3", "Desk Lamp", "desklamps"],
    ["D3", "Desk Lamp", "deskl"],
    ["D3", "Red Bull", "redbull"],
    ["D3", "Head Set", "headset"],
    ["D3", "Laptop", "lap top"],
    ["D3", "Headset", "head set"],
    ["D3", "Wi Fi Router", "wi-fi"],
    ["D3", "L'Occitane Soap", "occitane"],
    ["D3", "L'Oréal Soap", "loreal"],
    ["D3", "Chef's Knife", "chefs knife"],
    ["D3", "Levi’s Jeans", "levis"],
  ])("%s: %s is found by %s, and other goods are not", (_, name, q) => {
    expect(namesIn(["Plain Thing", name, "Other Thing"], q)).toEqual([name]);
  });

  it("D1: the word in a description counts, too", () => {
    expect(find(makeIndex([makeSku("a", { description: "Works with Wi-Fi." })]), { q: "wifi" }).ids).toEqual(["a"]);
  });

  it("D3: two words beside each other rank below the word itself", () => {
    expect(namesIn(["Car Pet Seat", "Carpet"], "carpet")).toEqual(["Carpet", "Car Pet Seat"]);
  });
});

describe("letters", () => {
  it.each([
    ["Đèn Lantern", "den"],
    ["Smørrebrød Board", "smorrebrod"],
    ["Łódź Poster", "lodz"],
    ["Große Tasse", "grosse"],
    ["STRASSE Print", "straße"],
    ["Ærø Chair", "aero"],
    ["Œuvre Sketchbook", "oeuvre"],
    ["İstanbul Rug", "istanbul"],
    ["Diyarbakır Rug", "diyarbakir"],
    ["Þór Mug", "thor"],
    ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
    ["שָׁלוֹם", "שלום"],
    ["مُحَمَّد", "محمد"],
    ["soft\u00adware", "software"],
  ])("%s is found by %s", (name, q) => {
    expect(namesIn(["Plain Thing", name], q)).toEqual([name]);
  });

  it.each([
    ["D4", "无线耳机", "耳机"],
    ["D4", "无线耳机", "机"],
    ["D4", "無線イヤホン", "イヤホン"],
    ["D4", "無線イヤホン", "無線"],
    ["D4", "ｲﾔﾎﾝ", "イヤホン"],
    ["D4", "หูฟังไร้สาย", "ไร้สาย"],
    ["D4", "超长距离无线蓝牙降噪耳机带麦克风", "超长距离无线蓝牙降噪耳机带麦克风"],
    ["D4", "超长距离无线蓝牙降噪耳机带麦克风", "无线蓝牙降噪耳机带麦"],
  ])("%s: %s is found by %s", (_, name, q) => {
    expect(namesIn(["Plain Thing", name, "有線マイク"], q)).toEqual([name]);
  });

  it.each([
    ["カラス", ["カラス toy"]],
    ["ガラス", ["ガラス bowl"]],
    ["हिन्दी", ["हिन्दी Calendar"]],
    ["हनद", []],
    ["чай", ["чай"]],
  ])("D5: %s is not taken for another word", (q, names) => {
    expect(namesIn(["ガラス bowl", "カラス toy", "हिन्दी Calendar", "чай", "чаи"], q)).toEqual(names);
  });
});

describe("ids, plurals and units", () => {
  const skus = [
    makeSku("other", { name: "Tray for sku" }),
    makeSku("sku123", { name: "AirPods" }),
    makeSku("XK-4471.b", { name: "Tray" }),
    makeSku("A-4471", { name: "Plate" }),
    makeSku("550e8400-e29b-41d4-a716-446655440000", { name: "Plate" }),
    makeSku("laptop-7", { name: "Laptop" }),
    makeSku("laptop-8", { name: "Laptop" }),
  ];

  it.each([
    ["sku123", "sku123"],
    ["SKU123", "sku123"],
    ["sku 123", "sku123"],
    ["XK-4471.b", "XK-4471.b"],
    ["xk4471b", "XK-4471.b"],
    ["laptop-8", "laptop-8"],
    ["a-4471", "A-4471"],
    ["550E8400-E29B-41D4-A716-446655440000", "550e8400-e29b-41d4-a716-446655440000"],
  ])("D7: the SKU comes first by its id, written as %s", (q, id) => {
    expect(find(makeIndex(skus), { q }).ids[0]).toBe(id);
  });

  it.each([
    ["Cardboard Box", "boxes"],
    ["Cardboard Boxes", "box"],
    ["Fox Mug", "foxes"],
    ["Wireless Mouse", "mice"],
    ["Three Mice", "mouse"],
    ["Steak Knives", "knife"],
    ["Chef's Knife", "knives"],
    ["Battery", "batteries"],
    ["Two Batteries", "battery"],
    ["Scarf", "scarves"],
    ["Precision Die", "dice"],
    ["Wine Glass", "wine glasses"],
    ["Children", "child"],
    ["Potato", "potatoes"],
  ])("D8: %s is found by %s", (name, q) => {
    expect(find(indexNames("Plain Thing", name), { q })).toMatchObject({ ids: ["p1"], match: "all" });
  });

  it.each([
    ["27-inch Monitor", "27 inch"],
    ["27-inch Monitor", "27inch monitor"],
    ["27 Inch Monitor", '27"'],
    ['27" Monitor', "27-inch"],
    ["Dumbbell, 5 kg", "5kg"],
    ["Dumbbell, 5kg", "5 kg"],
    ["Dumbbell, 2.5kg", "2,5 kg"],
    ["Jigsaw, 1,000 Pieces", "1000 piece"],
    ["Jigsaw, 1000 Pieces", "1,000 pieces"],
  ])("units: %s is found by %s", (name, q) => {
    expect(namesIn(["Dumbbell, 50 kg", "Monitor, 270 inch", "Jigsaw, 10,000 Pieces", name], q)).toEqual([name]);
  });
});

describe("relevance", () => {
  it("a word within a longer one in a name comes before a description: coat", () => {
    const names = find(shop, { q: "coat" }).ids;
    expect(names[0]).toBe("coat-704");
  });

  it("phone finds the telephone before microphones and headphones", () => {
    expect(find(shop, { q: "phone" }).ids[0]).toBe("phone-304");
  });

  it("a longer word counts by its end when the rest is a word as well", () => {
    expect(namesIn(["Teapot", "Clock", "Touring Skis", "Thumb Trackball"], "pot")).toEqual(["Teapot"]);
    expect(namesIn(["Clock"], "lock")).toEqual([]);
    expect(namesIn(["Touring Skis"], "ring")).toEqual([]);
    expect(namesIn(["Thumb Trackball"], "balls")).toEqual(["Thumb Trackball"]);
  });

  it.each([
    ["kettle", "Nettle Tea"],
    ["gift", "Gilt Mirror"],
    ["racket", "Model Rocket"],
    ["skirt", "T-Shirt"],
    ["tablet", "Table Cutlery"],
  ])("nobody sells a %s: %s is not shown in its place", (q, name) => {
    expect(find(indexNames(name), { q })).toMatchObject({ ids: [], missing: [q] });
  });

  it("a similar word is tried only when nothing fits as typed: watch", () => {
    expect(find(shop, { q: "watch" })).toMatchObject({ ids: ["watch-711"], near: [] });
  });

  it("words that nobody sells are said, and the others are searched for", () => {
    expect(find(indexNames("Teapot", "Kite"), { q: "gift teapot" })).toMatchObject({
      ids: ["p0"],
      match: "some",
      missing: ["gift"],
    });
  });

  it("of two words that no SKU has together, the last one says what is wanted", () => {
    expect(find(shop, { q: "red coat" }).ids[0]).toBe("coat-704");
  });

  it("a removed SKU leaves nothing behind", () => {
    const skus = [makeSku("sleeve", { name: "iPhone Sleeve" }), makeSku("telephone", { name: "Pocket Telephone" })];
    const index = makeIndex(skus);
    index.remove("sleeve");
    for (const q of ["phone", "iphone", "iphnoe", "sleeve", "sleve", "iphonesleeve"]) {
      expect(find(index, { q }), q).toEqual(find(makeIndex(skus.slice(1)), { q }));
    }
  });
});

describe("D9 and D10: queries that are hard to answer", () => {
  const words = Array.from({ length: 21 }, (_, i) => `word${i}x`);

  it("D9: a name of 150 characters is found by the whole of it", () => {
    const name = words.join(" ");
    expect(name.length).toBeGreaterThanOrEqual(140);
    const index = indexNames(`${words.slice(0, 12).join(" ")} and another end`, name);
    expect(find(index, { q: name }).ids).toEqual(["p1"]);
  });

  it("D9: a longer text is cut on the page, and not taken for none", () => {
    expect(lenientSearchQuery.parse({ q: "x".repeat(300) }).q).toBe("x".repeat(200));
  });

  it("D10: a lowest price above the highest is taken the other way round, and said", () => {
    const index = makeIndex([makeSku("a", { price: "30.00" }), makeSku("b", { price: "60.00" })]);
    const found = find(index, { minPrice: "50", maxPrice: "20" });
    expect(found).toMatchObject({ ids: ["a"], readAs: { minPrice: "20", maxPrice: "50" } });
  });

  it("D10: an amount with a decimal comma is understood", () => {
    expect(lenientSearchQuery.parse({ minPrice: "19,99", maxPrice: "£1,250" })).toMatchObject({
      minPrice: "19.99",
      maxPrice: "1250.00",
    });
  });
});
