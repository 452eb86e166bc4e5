import { setTimeout as sleep } from "node:timers/promises";

/** A server-sent event. A client that reconnects sends the last `id` that it received. */
export interface ServerEvent {
  event: string;
  data: unknown;
  id?: string;
}

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 500;
/** How often a comment is sent if there are no events, in milliseconds, so that no proxy closes the connection. */
const KEEP_ALIVE_MS = 10_000;

function format({ event, data, id }: ServerEvent): string {
  return `${id ? `id: ${id}\n` : ""}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * A reply of server-sent events. `poll` is called again and again for new events, until it returns `end` or the client
 * is gone. If it throws, for example because Redis is unavailable, it is called again as usual.
 * @param everyMs between two calls
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
      // Not awaited: nothing is read from a stream until its start() has finished.
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
