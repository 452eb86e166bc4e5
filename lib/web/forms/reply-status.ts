import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "#lib/process-wide.ts";

/** What a server action wants its reply to say; Next.js itself gives it no say and answers 200. */
export interface ReplyStatus {
  status?: number;
  /** seconds */
  retryAfter?: number;
}

/** One for the process: Next.js loads the actions apart from the front. */
const storage = processWide("reply-status", () => new AsyncLocalStorage<ReplyStatus>());

/** Handles a request; what is set meanwhile is found in `reply`. */
export function withReplyStatus<T>(reply: ReplyStatus, handle: () => T): T {
  return storage.run(reply, handle);
}

/** Sets the status of the document that answers this request. Whoever asks by script reads the state of the form. */
export function setReplyStatus(reply: Required<Pick<ReplyStatus, "status">> & ReplyStatus): void {
  Object.assign(storage.getStore() ?? {}, reply);
}
