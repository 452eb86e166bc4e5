/** The limits of a cart, separate from the schemas so that code in the browser can import them without zod. */

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;

/** The most units of a SKU that a line may have: 99, or fewer by its purchase limit. */
export const maxQuantityOf = ({ purchaseLimit }: { purchaseLimit: number | null }) => purchaseLimit ?? MAX_QUANTITY;
