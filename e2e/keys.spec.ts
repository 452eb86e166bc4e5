import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** The pages of the browser of keys, with JavaScript and without. */

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a key is found, edited, given a lifetime and deleted, each after a confirmation", async ({ page, redis }) => {
      await signInAsAdmin(page.request);
      const id = newName();
      await redis("HSET", `${id}:h`, "name", "old", "password_hash", "hidden");
      await redis("SET", `${id}:json`, '{"a":[1]}');
      await page.goto("/admin/keys");
      await expect(page.getByText(/Looked at [\d,]+ of [\d,]+ keys/)).toBeVisible();
      await page.getByLabel("Pattern").fill(`${id}:h`);
      await page.getByRole("button", { name: "Show", exact: true }).click();
      await page.getByRole("link", { name: `${id}:h` }).click();
      await expect(page.getByRole("heading", { name: `${id}:h` })).toBeVisible();
      await expect(page.getByText("hidden")).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Edit password_hash" })).toHaveCount(0);

      await page.getByRole("link", { name: "Edit name" }).click();
      await page.getByLabel("New value of name").fill("new");
      await expect(page.getByRole("button", { name: "Change it" })).toBeHidden();
      await page.getByText("Change…").click();
      await page.getByRole("button", { name: "Change it" }).click();
      await expect(page.getByText("Changed. Before: name: old.")).toBeVisible();
      expect(await redis("HGET", `${id}:h`, "name")).toBe("new");

      await page.getByLabel("Expires in").fill("soon");
      await page.getByText("Set the lifetime…").click();
      await page.getByRole("button", { name: "Set it" }).click();
      await expect(page.getByText(/must be a whole number/)).toBeVisible();
      await page.getByLabel("Expires in").fill("5000");
      await page.getByText("Set the lifetime…").click();
      await page.getByRole("button", { name: "Set it" }).click();
      await expect(page.getByText("Changed. Before: no expiry.")).toBeVisible();
      expect(Number(await redis("TTL", `${id}:h`))).toBeGreaterThan(0);

      await page.goto(`/admin/keys?key=${id}:json&as=json`);
      await expect(page.getByText('"a": [')).toBeVisible();
      await page.getByRole("link", { name: "Hex" }).click();
      await expect(page.getByText("7b 22 61 22")).toBeVisible();
      await page.getByText("Delete…").click();
      await page.getByRole("button", { name: "Delete this key" }).click();
      await expect(page.getByText(`${id}:json is deleted.`)).toBeVisible();
      expect(await redis("EXISTS", `${id}:json`)).toBe(0);
      await page.goto(`/admin/keys?key=${id}:json`);
      await expect(page.getByText("There is no key")).toBeVisible();
    });

    test("the command line reads; the password is shown on request and that is audited", async ({ page, redis }) => {
      await signInAsAdmin(page.request);
      const id = newName();
      await redis("RPUSH", id, "a", "b");
      await page.goto("/admin/keys/command-line");
      const run = async (line: string) => {
        await page.getByLabel("Command", { exact: true }).fill(line);
        await page.getByRole("button", { name: "Run" }).click();
        await expect(page.getByText(`> ${line}`)).toBeVisible();
      };
      await run(`LRANGE ${id} 0 -1`);
      await expect(page.getByText('1) "a" 2) "b"')).toBeVisible();
      await run(`DEL ${id}`);
      await expect(page.getByText("DEL is none of the commands that can be sent here.")).toBeVisible();
      expect(await redis("EXISTS", id)).toBe(1);

      await page.goto("/admin/keys/redis-insight");
      await expect(page.getByRole("link", { name: "sku:sku123" })).toBeVisible();
      const audited = async () => {
        const { items } = await (await page.request.get("/api/admin/audit?what=redis-password-shown&limit=200")).json();
        return items.length;
      };
      const ask = page.getByRole("button", { name: "Show the password" });
      // The shared store may have a Redis without a password.
      if (await ask.isVisible()) {
        const before = await audited();
        await ask.click();
        await expect(page.getByText("It is gone when you leave this page.")).toBeVisible();
        expect(await audited()).toBe(before + 1);
      }
    });
  });
}

test("a type, a family and a tree narrow the keys", async ({ page, redis }) => {
  await signInAsAdmin(page.request);
  const id = newName();
  await redis("HSET", `cart:${id}`, "sku123", "1");
  await page.goto(`/admin/keys?pattern=cart:${id}&type=hash&family=carts`);
  await expect(page.getByRole("link", { name: `cart:${id}` })).toBeVisible();
  await page.goto(`/admin/keys?pattern=cart:${id}&family=orders`);
  await expect(page.getByText("No keys match.")).toBeVisible();
  await page.goto("/admin/keys?pattern=sku:sku*&view=tree");
  await page.getByText("sku:", { exact: true }).click();
  await page.getByRole("link", { name: "sku:sku123" }).click();
  await expect(page.getByRole("link", { name: "The SKU" })).toHaveAttribute("href", "/admin/skus/sku123");
  await page.getByRole("link", { name: "Products" }).click();
  await expect(page.getByRole("heading", { name: "Products" })).toBeInViewport();
});
