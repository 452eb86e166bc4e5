import { currentRequest, type WantedStatus } from "#lib/process/current-request.ts";

/** Sets the status of the document that answers this request. A client that asks by script reads the form state instead. */
export function setReplyStatus(reply: Required<Pick<WantedStatus, "status">> & WantedStatus): void {
  Object.assign(currentRequest()?.wanted ?? {}, reply);
}

/** Notes that what was sent could be read, and an action is called with it. */
export function noteActionCall(): void {
  Object.assign(currentRequest()?.wanted ?? {}, { actionCalled: true } satisfies WantedStatus);
}
