import { z } from "zod";
import { createIntegerWriter, type IntegerWriter } from "#lib/lab/bulk/integers.ts";
import { type Shard, shard } from "#lib/lab/bulk/shards.ts";
import { encodeCommand, openSocket } from "#lib/lab/servers/connect.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server A of the bulk run: writes its shards one after another, many values per command, many commands in flight. */

const job = z.object({
  shards: z.array(shard),
  structure: z.enum(["list", "stream"]),
});

/** Values per command: an LPUSH, or a stream entry, which consists of pairs. Powers of ten, as the writers require. */
const VALUES = { list: 1000, stream: 100 } as const;
/** Commands in flight; more would only wait in buffers. */
const AHEAD = { list: 64, stream: 512 } as const;

function writeShard(target: Shard, structure: "list" | "stream", report: Reporter): Promise<void> {
  const size = VALUES[structure];
  const ahead = AHEAD[structure];
  const head = structure === "list" ? ["LPUSH", target.key] : ["XADD", target.key, "*"];
  // A writer reuses its buffer, so it is free again only when the reply to its command has arrived.
  const idle: IntegerWriter[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  openSocket(target.url).then((socket) => {
    const sent: { at: number; count: number; write: IntegerWriter }[] = [];
    let next = target.from;
    let failed = "";
    const pump = () => {
      socket.cork();
      while (sent.length < ahead && next <= target.to) {
        // The first command ends at a multiple of the block size, because whole blocks are encoded faster.
        const count = Math.min(size - (next % size), target.to - next + 1);
        // A stream entry consists of pairs: an odd number of values is padded with an empty string, which the reader skips.
        const odd = structure === "stream" && count % 2 === 1;
        const write = idle.pop() ?? createIntegerWriter(head, size);
        socket.write(odd ? encodePadded(head, next, count) : write(next, count));
        sent.push({ at: performance.now(), count, write });
        next += count;
      }
      socket.uncork();
    };
    let lineStart = true;
    socket.on("data", (chunk: Buffer) => {
      for (const byte of chunk) {
        // XADD replies with a string on two lines, of which only the first starts with `$`.
        if (lineStart && byte === 45) failed = chunk.toString().trim();
        const counts = structure === "list" ? byte === 10 : lineStart && byte === 36;
        lineStart = byte === 10;
        if (!counts) continue;
        const done = sent.shift();
        if (!done) continue;
        report.add(performance.now() - done.at, done.count);
        idle.push(done.write);
      }
      if (failed) socket.destroy(new Error(failed));
      else if (sent.length === 0 && next > target.to) socket.end(resolve);
      else pump();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The connection to Redis was lost during the run")));
    pump();
  }, reject);
  return promise;
}

function encodePadded(head: readonly string[], from: number, count: number): string {
  const values = Array.from({ length: count }, (_, i) => String(from + i));
  return encodeCommand([...head, ...values, ""]);
}

doJob(job, async ({ shards, structure }, { report, send, receive }) => {
  await send("ready");
  await receive();
  for (const target of shards) await writeShard(target, structure, report);
  return null;
});
