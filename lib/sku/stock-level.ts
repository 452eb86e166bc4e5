/** At this stock or below, the store says how many are left. */
export const LOW_STOCK = 5;
