import { setTimeout as sleep } from "node:timers/promises";

/** A server-sent event. `id` is what a client that lost the connection says it has seen last. */
export interface ServerEvent {
  event: string;
  data: unknown;
  id?: string;
}

/** A browser that lost the connection comes back after so many milliseconds. */
const RETRY_MS = 500;
/** Silence is broken so often, in milliseconds, so that whatever stands between does not close the connection. */
const KEEP_ALIVE_MS = 10_000;

function format({ event, data, id }: ServerEvent): string {
  return `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * A reply of server-sent events. `poll` is asked again and again what is new, until it says that this was the end;
 * what it throws (Redis is away) is not the end: it is asked again a second later.
 * @param everyMs between two questions
 */
export function eventStream(
  signal: AbortSignal,
  everyMs: number,
  poll: () => Promise<{ events: ServerEvent[]; end?: boolean }>,
): Response {
  const encoder = new TextEncoder();
  let open = true;
  const pump = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let sentAt = Date.now();
    const send = (text: string) => {
      controller.enqueue(encoder.encode(text));
      sentAt = Date.now();
    };
    send(`retry: ${RETRY_MS}\n\n`);
    while (open && !signal.aborted) {
      const { events, end } = await poll().catch(() => ({ events: [], end: false }));
      if (!open) return;
      if (events.length > 0) send(events.map(format).join(""));
      else if (Date.now() - sentAt > KEEP_ALIVE_MS) send(": still here\n\n");
      if (end) break;
      await sleep(everyMs);
    }
    if (open) controller.close();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Not awaited: a stream whose start has not ended is not read from.
      void pump(controller).catch(() => {
        open = false;
      });
    },
    cancel() {
      open = false;
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
