/** "12" → 12; null for anything but plain digits. */
export const readDigits = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/**
 * Has the browser complain about a field of numbers that takes more than digits: "1e1", for instance. An empty field is
 * up to `required`. @returns the number, or null
 */
export function checkDigits(field: HTMLInputElement): number | null {
  const number = readDigits(field.value);
  field.setCustomValidity(field.value === "" || number !== null ? "" : "Type a whole number, in plain digits.");
  return number;
}
