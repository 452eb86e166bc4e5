/** The limits of a cart, separate from the schemas so that code in the browser can import them without zod. */

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;
