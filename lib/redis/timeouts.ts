/**
 * How long this process waits for Redis, in milliseconds. The values are those of a request, which may take 2 s in all.
 * Each connection reads them when it is made, and each command when it is sent.
 */
export const timeouts = {
  /** for the reply to a command */
  deadlineMs: 1500,
  /** for any reply at all, before a connection on which a command waits is abandoned */
  silenceMs: 1000,
  /** for a connection that just broke, before commands fail at once */
  graceMs: 700,
  /** for a connection to be made, and for data on it */
  socketMs: 1000,
  /** for replicas to acknowledge a write; shorter than `socketMs`, by which a blocked connection would be closed */
  acknowledgeMs: 500,
};

/** A request that has to wait for its turn begins by then, so that the rest of it is done in time. Of `performance.now()`. */
export const beginsBy = () => performance.now() + timeouts.deadlineMs * 0.8;

/** A person at a terminal waits longer than a visitor does, and a command there is not repeated by a browser. */
export function applyTerminalTimeouts(): void {
  Object.assign(timeouts, { deadlineMs: 30_000, silenceMs: 30_000, socketMs: 30_000 });
}

/** Work in the background also waits for its connection, which on a starved machine takes seconds to be made. */
export function applyBackgroundTimeouts(): void {
  applyTerminalTimeouts();
  timeouts.graceMs = 30_000;
}
