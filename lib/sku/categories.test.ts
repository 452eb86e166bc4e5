import { describe, expect, it } from "vitest";
import { categories, describeCategory } from "./categories.ts";
import { DEFAULT_PICTURE } from "./picture-path.ts";

describe("describeCategory", () => {
  it("knows the built-in categories", () => {
    expect(describeCategory("home-and-garden")).toMatchObject({ title: "Home & Garden", hue: 135 });
  });

  it("makes a title and a stable hue for a category that an administrator created", () => {
    const made = describeCategory("pet-food");
    expect(made).toMatchObject({ slug: "pet-food", title: "Pet food", picture: DEFAULT_PICTURE });
    expect(made.hue).toBe(describeCategory("pet-food").hue);
    expect(made.hue).toBeGreaterThanOrEqual(0);
    expect(made.hue).toBeLessThan(360);
    expect(describeCategory("").title).toBe("Everything else");
    expect(describeCategory("constructor").title).toBe("Constructor");
  });

  it("keeps the hues of the built-in categories 40 degrees apart", () => {
    const hues = categories.map(({ hue }) => hue).sort((a, b) => a - b);
    const gaps = hues.map((hue, i) => (hues[i + 1] ?? (hues[0] ?? 0) + 360) - hue);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(40);
  });
});
