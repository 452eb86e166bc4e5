/** How long the steps of an order wait for each other, in milliseconds. None of it matters for what is right. */
export const timeouts = {
  /** for stock that other orders hold and may give back: so often, so long */
  holdTries: 20,
  holdMs: 15,
  /** before an attempt that has claimed a cart and written no order is taken for dead */
  claimMs: 3000,
  /** before the sweeper takes up work; longer than the 2 s that a request may take */
  stuckMs: 3000,
};
