/** How long the steps of an order wait for each other. Correctness does not depend on any of these. */
export const timeouts = {
  /** how often a hold is retried when other orders hold the missing stock and may still release it */
  holdRetries: 20,
  /** between two of these retries, in ms */
  holdRetryMs: 15,
  /** age at which the lock of an attempt that has written no order is stale, in ms */
  staleLockMs: 3000,
  /** age at which the sweeper takes over pending work, in ms; longer than the 2 s that a request may take */
  sweepAfterMs: 3000,
  /** after which a sweep stops, within the deadline of withRedis, in ms; the next one continues */
  sweepBudgetMs: 1000,
  /** after which a repair looks again at what does not agree, in ms: somebody may be at work on it */
  lookAgainMs: 300,
};
