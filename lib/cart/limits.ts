/** Rules of a cart, apart from the schemas, so that the browser can have them without zod. */

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;
