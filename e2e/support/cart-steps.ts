import { expect, type Locator, type Page } from "@playwright/test";
import { newName, register } from "./test.ts";

/** Adds the first product of the last department to the cart. @returns its name */
export async function addFirstProduct(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("navigation", { name: "Departments" }).getByRole("link").last().click();
  // Otherwise the first article may still be one of the home page.
  await page.waitForURL(/\/categories\//);
  const card = page.getByRole("article").first();
  const name = (await card.getByRole("heading").textContent()) ?? "";
  await card.getByRole("button", { name: `Add ${name} to cart` }).click();
  return name;
}

/**
 * Registers with what is in the cart, and signs out, after which the cart is empty.
 * @param field the quantity of a line of the cart @param quantity its value
 * @returns the username
 */
export async function registerWithCart(page: Page, field: Locator, quantity: string): Promise<string> {
  const name = newName();
  await register(page, name);
  await page.goto("/cart");
  await expect(field).toHaveValue(quantity);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/cart");
  await expect(page.getByText("Your cart is empty")).toBeVisible();
  return name;
}
