import type { Locator, Page } from "@playwright/test";

/** What a page looks like with forced colours, as in the contrast themes of Windows. */

/** A system colour as the page has it, such as `rgb(0, 0, 0)` for CanvasText. */
export function systemColour(page: Page, name: string): Promise<string> {
  return page.evaluate((colour) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = colour;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);
}

/** The colours in which an element is drawn. */
export function coloursOf(element: Locator): Promise<{ background: string; text: string; border: string }> {
  return element.evaluate((drawn) => {
    const { backgroundColor, color, borderTopColor } = getComputedStyle(drawn);
    return { background: backgroundColor, text: color, border: borderTopColor };
  });
}

/** Whether the first canvas of a page has many pixels of each of these system colours. */
export async function findInChart(page: Page, names: readonly string[]): Promise<boolean[]> {
  const colours = await Promise.all(names.map((name) => systemColour(page, name)));
  return page
    .locator("canvas")
    .first()
    .evaluate((canvas, wanted) => {
      if (!(canvas instanceof HTMLCanvasElement)) return [];
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return wanted.map((colour) => {
        const [red, green, blue] = colour.match(/\d+/g)?.map(Number) ?? [];
        let found = 0;
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) found++;
        return found > 50;
      });
    }, colours);
}
