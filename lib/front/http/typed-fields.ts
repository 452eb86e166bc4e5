import { readFormData } from "#lib/form-data.ts";
import { groupByName } from "#lib/web/request/group-by-name.ts";

/** A field of a form with what was typed. */
export interface TypedField {
  label: string;
  value: string;
}

/** Fields that nobody types, by the names that the forms of the store give them. */
const HIDDEN = new Set([
  "active",
  "formKey",
  "id",
  "key",
  "kind",
  "next",
  "operation",
  "order",
  "sku",
  "step",
  "total",
]);
/** Passwords, codes, and what proves a step of the sign-in. */
const SECRET = /password|^(current|code|token)$/i;
/** More than any form has. */
const MAX_FIELDS = 500;

/** "First name" for `firstName`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * What was typed into a form, as a browser sends it without script: no secrets, no files, no empty and no hidden fields.
 * @returns none when the body is no form
 */
export async function readTyped(body: Buffer, contentType: string): Promise<TypedField[]> {
  const form = await readFormData(body, contentType, MAX_FIELDS);
  const groups = (form && groupByName(form, MAX_FIELDS)) ?? new Map();
  const typed: TypedField[] = [];
  for (const [name, values] of groups) {
    if (name.startsWith("$") || HIDDEN.has(name) || SECRET.test(name)) continue;
    for (const value of values)
      if (typeof value === "string" && value !== "") typed.push({ label: labelOf(name), value });
  }
  return typed;
}
