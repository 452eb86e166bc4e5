import { coloursOf, systemColour } from "#e2e/support/forced-colours.ts";
import { expect, test } from "#e2e/support/test.ts";

/** The store in the colours that the system forces on it, as Windows does with its contrast themes. */

test("H3: with forced colours, what a background alone says is still seen", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await page.goto("/products/sku123");
    const colour = (name: string) => systemColour(page, name);
    const [canvas, text, highlight] = [await colour("Canvas"), await colour("CanvasText"), await colour("Highlight")];
    expect(await coloursOf(page.locator("body"))).toMatchObject({ background: canvas, text });
    const button = page.getByRole("button", { name: "Add to cart", exact: true });
    expect(await coloursOf(button)).toMatchObject({ background: highlight, text: await colour("HighlightText") });
    const stock = page.getByRole("main").locator("p", { hasText: "In stock" }).locator("span").first();
    expect((await coloursOf(stock)).background).toBe(text);
    const link = page.getByRole("navigation", { name: "Departments" }).getByRole("link", { name: "Audio" }).first();
    expect((await coloursOf(link)).text).toBe(await colour("LinkText"));

    await page.goto("/search?q=a&inStock=1");
    const [active, other] = [
      page.getByRole("link", { name: "Best match" }),
      page.getByRole("link", { name: "Newest", exact: true }),
    ];
    expect(await coloursOf(active)).toMatchObject({ background: text, text: canvas });
    expect((await coloursOf(other)).background).not.toBe(text);
    expect((await coloursOf(page.getByRole("link", { name: /In stock/ }))).background).toBe(text);
  }
});
