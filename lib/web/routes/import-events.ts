import { isAtWork, toPublicJob } from "#lib/sku/import/job/job.ts";
import { readJob } from "#lib/sku/import/job/store.ts";
import type { ServerEvent } from "./event-stream.ts";

/** Follows an import: an `import` event when it has changed, `end` when nobody is at work on it. One round trip per call. */
export function followImport(id: string): () => Promise<{ events: ServerEvent[]; end: boolean }> {
  let told = "";
  return async () => {
    const job = await readJob(id);
    const events: ServerEvent[] = [];
    const data = job && toPublicJob(job);
    const text = JSON.stringify(data);
    if (data && text !== told) events.push({ event: "import", data });
    told = text;
    const end = !job || !isAtWork(job.state);
    if (end) events.push({ event: "end", data: {} });
    return { events, end };
  };
}
