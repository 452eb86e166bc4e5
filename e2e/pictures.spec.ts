import { z } from "zod";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import { photo } from "#test/make-pictures.ts";

/** The picture of a SKU: chosen, uploaded, shown, and gone. */

const asFile = (buffer: Buffer) => ({ name: "blue cup.jpg", mimeType: "image/jpeg", buffer });
const jpeg = () =>
  photo(900, 600, Math.random() * 1000)
    .jpeg()
    .toBuffer();
/** Whether a picture is there, not the sign of a broken one. */
const isDrawn = (img: HTMLImageElement) => img.complete && img.naturalWidth > 0;

test("a picture is found by keyboard, another uploaded, used and shown; when it is gone, a drawing is", async ({
  page,
  redis,
}) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/skus/new");
  const id = newName();
  await page.getByLabel("ID", { exact: true }).fill(id);
  await page.getByLabel("Name", { exact: true }).fill("Blue cup");
  await page.getByLabel("Price", { exact: true }).fill("8.00");
  await page.getByLabel("Stock", { exact: true }).fill("4");
  await page.getByLabel("Category", { exact: true }).selectOption("kitchen");
  const picker = page.getByRole("group", { name: "Picture", exact: true });
  await picker.getByText("Choose from the gallery").click();
  await picker.getByLabel("Search the gallery").fill("audio mus");
  await expect(picker.getByText("2 of the gallery")).toBeVisible();
  await picker.getByRole("radio", { name: "Musical keyboard" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(picker.getByRole("radio", { name: "Musical notes" })).toBeChecked();
  await expect(picker.getByRole("status").first()).toHaveText("Musical notes");

  await picker.getByLabel("Upload a picture").setInputFiles(asFile(Buffer.from("no picture")));
  await expect(picker.getByRole("alert")).toHaveText("The picture must be a PNG, JPEG, WebP or AVIF file.");
  await expect(picker.getByRole("radio", { name: "Musical notes" })).toBeChecked();
  await picker.getByLabel("Upload a picture").setInputFiles(asFile(Buffer.alloc(5 * 1024 * 1024 + 1)));
  await expect(picker.getByRole("alert")).toHaveText("The picture may have at most 5 MB.");
  await picker.getByLabel("Upload a picture").setInputFiles(asFile(await jpeg()));
  await expect(picker.getByText("blue cup.jpg is uploaded and chosen.")).toBeVisible();
  await picker.getByLabel("Search the gallery").fill("");
  await expect(picker.getByRole("radio", { name: "blue cup.jpg" })).toBeChecked();
  await page.getByRole("button", { name: "Create SKU" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();

  await page.goto(`/products/${id}`);
  const shown = page.getByRole("img", { name: "Blue cup" });
  await expect(shown).toHaveJSProperty("complete", true);
  expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth / img.naturalHeight)).toBeCloseTo(1.5, 1);
  await page.goto("/admin/skus/pictures");
  const entry = page.getByRole("listitem").filter({ hasText: id });
  await expect(entry).toContainText("900 × 600");
  await expect(entry.getByRole("button")).toHaveCount(0);

  // Another picture, which neither this browser nor the store has in memory.
  const added = await page.request.post("/api/admin/pictures", { data: await jpeg() });
  const gone = z.object({ image: z.string() }).parse(await added.json()).image;
  expect((await page.request.patch(`/api/skus/${id}`, { data: { image: gone } })).status()).toBe(200);
  await redis("DEL", `picture:${gone.slice("/pictures/".length, -".webp".length)}`);
  await page.goto(`/products/${id}`);
  await expect(shown).toHaveAttribute("src", `${gone}?department=kitchen`);
  await expect(async () => expect(await shown.evaluate(isDrawn)).toBe(true)).toPass();
  await page.goto(`/admin/skus/${id}`);
  await expect(page.getByText("This picture no longer exists")).toBeVisible();
  await page.getByLabel("Price", { exact: true }).fill("9.00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await (await page.request.get(`/api/skus/${id}`)).json()).toMatchObject({ price: "9.00", image: gone });
  expect((await page.request.delete(`/api/skus/${id}`)).status()).toBe(200);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an upload comes back to the form as it was typed; an unused picture is removed", async ({ page, redis }) => {
    await signInAsAdmin(page.request);
    await page.goto("/admin/skus/new");
    const id = newName();
    await page.getByLabel("ID", { exact: true }).fill(id);
    await page.getByLabel("Name", { exact: true }).fill("Blue cup");
    await page.getByLabel("Description", { exact: true }).fill("First line\nsecond & last");
    await page.getByLabel("Upload a picture").setInputFiles(asFile(Buffer.from("no picture")));
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "must be a PNG" })).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Blue cup");
    await page.getByLabel("Upload a picture").setInputFiles(asFile(await jpeg()));
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await expect(page.getByText("The picture is uploaded and chosen.")).toBeVisible();
    await expect(page.getByLabel("ID", { exact: true })).toHaveValue(id);
    await expect(page.getByLabel("Description", { exact: true })).toHaveValue("First line\nsecond & last");
    await page.getByLabel("Price", { exact: true }).fill("8.00");
    await page.getByLabel("Stock", { exact: true }).fill("4");
    await page.getByLabel("Category", { exact: true }).selectOption("kitchen");
    // Enter saves; it does not press the button of the upload.
    await page.getByLabel("Stock", { exact: true }).press("Enter");
    await expect(page.getByText("Saved.")).toBeVisible();
    const { image } = await (await page.request.get(`/api/skus/${id}`)).json();
    expect(image).toMatch(/^\/pictures\/[0-9a-f]{32}-900x600\.webp$/);

    // A file that was chosen but not uploaded goes with the form.
    await page.getByLabel("Upload a picture").setInputFiles(asFile(await jpeg()));
    await page.getByRole("button", { name: "Save" }).last().click();
    await expect(page.getByText("Saved.")).toBeVisible();
    const other = (await (await page.request.get(`/api/skus/${id}`)).json()).image;
    expect(other).not.toBe(image);
    // As if it had been noted earlier than a moment ago, when the SKU might have been about to be written.
    await redis("ZADD", `{picture:${image.slice("/pictures/".length, -".webp".length)}}:skus`, "1", id);
    await page.goto("/admin/skus/pictures");
    const unused = page.getByRole("listitem").filter({ has: page.locator(`img[src^="${image}"]`) });
    await unused.getByRole("button", { name: "Remove blue cup.jpg" }).click();
    await expect(unused).toHaveCount(0);
    expect((await page.request.delete(`/api/skus/${id}`)).status()).toBe(200);
  });
});
