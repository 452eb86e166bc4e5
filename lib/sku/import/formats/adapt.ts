import { slugOf } from "#lib/sku/slug.ts";
import type { Cells } from "./columns.ts";
import type { Draft } from "./format.ts";
import { type CategoryLevel, categoryOf, normalizeId, readPrice, readStock } from "./normalize.ts";
import type { Notes } from "./notes.ts";
import { isHtml, plainText } from "./plain-text.ts";

/** A row of the store's own table; `rawId` is the id as the file has it. */
export interface AdaptedRow extends Draft {
  rawId: string;
}

/** A slug; undefined when there is none, or nothing is left of it. */
function adaptCategory(cell: string, level: CategoryLevel, notes: Notes): string | undefined {
  const name = categoryOf(cell, level);
  const slug = slugOf(name);
  if (slug === "" && name !== "") notes.add("oddCategories", name);
  if (slug.length > 64) notes.add("cutCategories", name);
  return slug.slice(0, 64).replace(/-+$/, "") || undefined;
}

/** A number; undefined when the file does not tell it. */
function adaptStock(cell: string, notes: Notes): string | undefined {
  if (cell.trim() === "") return undefined;
  const stock = readStock(cell);
  if (stock === null || stock >= 0) return String(stock ?? cell);
  notes.add("negativeStock");
  return "0";
}

function cut(text: string, most: number, notes: Notes, kind: "cutNames" | "cutDescriptions"): string {
  if (text.length <= most) return text;
  notes.add(kind, kind === "cutNames" ? text.slice(0, 40) : "");
  // Not within a character of two units.
  return text
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
}

/**
 * Turns the cells of another shop into those of this one: plain text, a slug, a bare amount. What was changed or left out
 * is noted; what can't be read stays as it is, for the check of the row to refuse. Null when the row is left out.
 */
export function adaptDraft({ line, cells }: Draft, level: CategoryLevel, notes: Notes): AdaptedRow | null {
  const adapted: Cells = {};
  const rawId = (cells.id ?? "").trim();
  const id = normalizeId(rawId);
  if (id !== rawId) notes.add("ids", id === "" ? "" : `${rawId.slice(0, 40)} is ${id}`);
  adapted.id = id;
  if (cells.price !== undefined) {
    if (cells.price.trim() === "") {
      notes.add("priceless");
      return null;
    }
    const read = readPrice(cells.price);
    if (read && read.currency !== "") notes.add("currency", read.currency);
    adapted.price = read?.price ?? cells.price;
  }
  for (const [column, most] of [
    ["name", 200],
    ["brand", 100],
  ] as const) {
    const cell = cells[column];
    if (cell !== undefined)
      adapted[column] = cut(plainText(cell).replace(/[\p{Cc}\s]+/gu, " "), most, notes, "cutNames");
  }
  if (cells.description !== undefined) {
    if (isHtml(cells.description)) notes.add("html");
    // WooCommerce writes a line break as two characters.
    adapted.description = cut(plainText(cells.description.replaceAll("\\n", "\n")), 5000, notes, "cutDescriptions");
  }
  const category = adaptCategory(cells.category ?? "", level, notes);
  const stock = adaptStock(cells.stock ?? "", notes);
  if (category !== undefined) adapted.category = category;
  if (stock !== undefined) adapted.stock = stock;
  for (const column of ["stock_change", "image", "purchase_limit"] as const)
    if (cells[column] !== undefined) adapted[column] = cells[column];
  // A picture elsewhere was counted; a path of this site may stand.
  if (adapted.image !== undefined && !/^\/(?!\/)/.test(adapted.image.trim())) delete adapted.image;
  return { line, cells: adapted, rawId };
}
