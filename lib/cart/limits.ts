/** Rules of a cart (DESIGN §6), apart from the schemas, so that the browser can have them without zod. */

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;
/** A guest's cart lives this long after its last change, in seconds. */
export const GUEST_CART_SECONDS = 86_400;
