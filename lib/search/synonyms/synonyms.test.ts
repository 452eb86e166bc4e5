import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { findInIndex } from "#lib/search/index/find.ts";
import { searchQuery } from "#lib/search/schema.ts";
import { searchSkus, trySynonyms } from "#lib/search/search.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { captureLog } from "#test/capture-log.ts";
import { indexNames } from "#test/search-index.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { defaultSynonyms } from "./default-synonyms.ts";
import { setSynonymsBody } from "./schema.ts";
import { MAX_SYNONYM_WORDS, readSynonyms, removeSynonyms, setSynonyms } from "./store.ts";
import { Synonyms } from "./synonyms.ts";

describe("synonyms in a search", () => {
  const synonyms = new Synonyms({ couch: ["sofa"], sneakers: ["running shoes"], "day pack": ["rucksack"] });
  const names = ["Sofa", "Couch", "Running Shoes", "Rucksack", "Day Pack", "Running Track", "Shoes"];
  const search = (q: string) =>
    findInIndex(indexNames(...names), searchQuery.parse({ q }), { synonyms }).ids.map(
      (id) => names[Number(id.slice(1))],
    );

  test.each([
    ["couch", ["Couch", "Sofa"]],
    ["sofas", ["Sofa", "Couch"]],
    ["sneaker", ["Running Shoes"]],
    ["running shoes", ["Running Shoes"]],
    ["rucksack", ["Rucksack", "Day Pack"]],
    ["day packs", ["Day Pack", "Rucksack"]],
    ["big couch", ["Couch", "Sofa"]],
  ])("%s", (q, expected) => {
    expect(search(q)).toEqual(expected);
  });

  test("a synonym in a description does not count", () => {
    const index = indexNames("Cushion");
    index.put({ ...lamp, description: "Looks good beside a sofa." }, 1);
    expect(findInIndex(index, searchQuery.parse({ q: "couch" }), { synonyms })).toMatchObject({
      total: 0,
      missing: ["couch"],
    });
  });
});

const lamp = {
  id: "lamp",
  name: "Lamp",
  price: "1.00",
  stock: 1,
  category: "sundries",
  brand: "",
  image: "",
  purchaseLimit: null,
};

test("the standard synonyms are valid", () => {
  for (const [word, list] of Object.entries(defaultSynonyms))
    expect(setSynonymsBody.parse({ word, synonyms: list.join(", ") })).toEqual({ word, synonyms: list });
});

test.each([
  [{ word: "", synonyms: "sofa" }, "word"],
  [{ word: "!?", synonyms: "sofa" }, "word"],
  [{ word: "a, b", synonyms: "sofa" }, "word"],
  [{ word: "one two three four", synonyms: "sofa" }, "word"],
  [{ word: "couch", synonyms: " , " }, "synonyms"],
  [{ word: "couch", synonyms: "one two three four" }, "synonyms"],
  [{ word: "couch", synonyms: Array.from({ length: 21 }, (_, i) => `w${i}`).join() }, "synonyms"],
])("%j is refused", (form, field) => {
  expect(setSynonymsBody.safeParse(form).error?.issues[0]?.path).toEqual([field]);
});

describe("synonyms in Redis", () => {
  setUpRedis();
  beforeAll(() => startSearch());
  beforeEach(async () => {
    await seedIfEmpty();
    await withRedis((redis) => redis.publish(keys.skusChanged, "*"));
  });
  afterAll(() => stopSearch());

  test("are the standard ones until the first change, which keeps the others", async () => {
    expect(await readSynonyms()).toEqual({ lists: defaultSynonyms, isStandard: true });
    await setSynonyms("divan", ["sofa", "couch"]);
    await setSynonyms("divan", ["sofa"]);
    await removeSynonyms("couch");
    const { couch: _, ...others } = defaultSynonyms;
    expect(await readSynonyms()).toEqual({ lists: { ...others, divan: ["sofa"] }, isStandard: false });
    expect(await withRedis((redis) => redis.hGet(keys.searchSynonyms, "backpack"))).toBe(
      "rucksack, day pack, knapsack",
    );
  });

  test("stay empty when all of them were removed", async () => {
    for (const word of Object.keys(defaultSynonyms)) await removeSynonyms(word);
    expect(await readSynonyms()).toEqual({ lists: {}, isStandard: false });
  });

  test("have a bound", async () => {
    await setSynonyms("divan", ["sofa"]);
    const many = Object.fromEntries(Array.from({ length: MAX_SYNONYM_WORDS }, (_, i) => [`w${i}`, "sofa"]));
    await withRedis((redis) => redis.hSet(keys.searchSynonyms, many));
    expect(await setSynonyms("another", ["sofa"])).toBe(false);
    expect(await setSynonyms("divan", ["couch"])).toBe(true);
  });

  test("of another type, or damaged, count for nothing", async () => {
    await withRedis(async (redis) => {
      await redis.set(keys.searchSynonymsEdited, "1");
      await redis.hSet(keys.searchSynonyms, { couch: "sofa", "!": "sofa", tv: " , ", bike: "bicycle, !" });
    });
    expect((await readSynonyms()).lists).toEqual({ couch: ["sofa"], bike: ["bicycle"] });
    const log = captureLog();
    await withRedis((redis) => redis.multi().del(keys.searchSynonyms).set(keys.searchSynonyms, "text").exec());
    for (let i = 0; i < 2; i++) expect(await readSynonyms()).toEqual({ lists: defaultSynonyms, isStandard: true });
    expect(log.map(({ event }) => event)).toEqual(["key-damaged"]);
  });

  test("can be tried out, and every process follows a change", async () => {
    const find = async () => {
      const tried = await trySynonyms("divan", (await readSynonyms()).lists);
      return [tried.with.items[0]?.id, tried.without.total];
    };
    await expect.poll(async () => (await trySynonyms("sofa", {})).with.total, { timeout: 60_000 }).toBeGreaterThan(0);
    expect(await find()).toEqual([undefined, 0]);
    await setSynonyms("divan", ["sofa"]);
    expect(await find()).toEqual(["sofa-401", 0]);
    await expect
      .poll(async () => (await searchSkus(searchQuery.parse({ q: "divan" }))).items[0]?.id, { timeout: 60_000 })
      .toBe("sofa-401");
  });
});
