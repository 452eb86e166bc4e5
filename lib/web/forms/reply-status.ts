import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "#lib/process-wide.ts";

/** The status that a server action wants for its reply; Next.js has no way to set one and answers 200. */
export interface ReplyStatus {
  status?: number;
  /** seconds */
  retryAfter?: number;
  /** an action was called: what had been sent could be read */
  actionCalled?: boolean;
}

/** One per process: Next.js loads the actions in a bundle of their own, apart from the front. */
const storage = processWide("reply-status", () => new AsyncLocalStorage<ReplyStatus>());

/** Handles a request; a status that is set meanwhile is found in `reply`. */
export function withReplyStatus<T>(reply: ReplyStatus, handle: () => T): T {
  return storage.run(reply, handle);
}

/** Sets the status of the document that answers this request. A client that asks by script reads the form state instead. */
export function setReplyStatus(reply: Required<Pick<ReplyStatus, "status">> & ReplyStatus): void {
  Object.assign(storage.getStore() ?? {}, reply);
}

/** Notes that what was sent could be read, and an action is called with it. */
export function noteActionCall(): void {
  Object.assign(storage.getStore() ?? {}, { actionCalled: true } satisfies ReplyStatus);
}
