import { expect, test } from "vitest";
import { keys } from "#lib/redis/keys.ts";
import { FAMILIES, familyOf, patternOf } from "./families.ts";

test("every key of the store belongs to a family", () => {
  const all = Object.entries(keys).map(([name, key]) => [name, typeof key === "function" ? key("1" as never) : key]);
  // A channel, a copy of another key, and prefixes to which the limiter adds the rest.
  const names = all
    .filter(([name]) => name !== "skusChanged" && name !== "backupCopy")
    .map(([name, key]) => (/^limit/.test(name ?? "") ? `${key}:1` : key));
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((key) => !familyOf(String(key)))).toEqual([]);
  expect(familyOf("{cart:g123}:merged")?.id).toBe("carts");
  expect(familyOf("cart:lab-0123456789ab-1")?.id).toBe("laboratory");
  expect(familyOf("somebody:else")).toBeUndefined();
});

test("the glob of a family matches what belongs to it", () => {
  const carts = FAMILIES.find(({ id }) => id === "carts");
  expect(carts && patternOf(carts)).toBe("*cart:*");
});
