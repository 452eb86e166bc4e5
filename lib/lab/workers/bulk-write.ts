import { z } from "zod";
import { createIntegerWriter, type IntegerWriter } from "#lib/lab/bulk/integers.ts";
import { type Shard, shard } from "#lib/lab/bulk/shards.ts";
import { openSocket } from "#lib/lab/servers/connect.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server A of the bulk run: writes its shards one after another, many values a command, several commands ahead. */

const job = z.object({
  shards: z.array(shard),
  structure: z.enum(["list", "stream"]),
});

/** Values of one command: an LPUSH, or a stream entry, which is made of pairs. Powers of ten, for the writers. */
const VALUES = { list: 1000, stream: 100 } as const;
/** Commands on their way at once; more would only wait in buffers. */
const AHEAD = { list: 64, stream: 512 } as const;

function writeShard(target: Shard, structure: "list" | "stream", report: Reporter): Promise<void> {
  const size = VALUES[structure];
  const ahead = AHEAD[structure];
  const head = structure === "list" ? ["LPUSH", target.key] : ["XADD", target.key, "*"];
  // The bytes of a command may change once its reply is here: then its writer is idle again.
  const idle: IntegerWriter[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  openSocket(target.url).then((socket) => {
    const sent: { at: number; count: number; write: IntegerWriter }[] = [];
    let next = target.from;
    let failed = "";
    const pump = () => {
      socket.cork();
      while (sent.length < ahead && next <= target.to) {
        // The first command goes up to a multiple of its size: whole blocks are written quickly.
        const count = Math.min(size - (next % size), target.to - next + 1);
        // A stream entry is made of pairs: an odd number is completed by an empty string, which the reader leaves out.
        const odd = structure === "stream" && count % 2 === 1;
        const write = idle.pop() ?? createIntegerWriter(head, size);
        socket.write(odd ? encodeOdd(head, next, count) : write(next, count));
        sent.push({ at: performance.now(), count, write });
        next += count;
      }
      socket.uncork();
    };
    let lineStart = true;
    socket.on("data", (chunk: Buffer) => {
      for (const byte of chunk) {
        // XADD answers with a string in two lines, of which only the first begins with `$`.
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
    socket.on("close", () => reject(new Error("Redis was lost during the run (the connection closed)")));
    pump();
  }, reject);
  return promise;
}

function encodeOdd(head: readonly string[], from: number, count: number): Buffer {
  const values = Array.from({ length: count }, (_, i) => String(from + i));
  const args = [...head, ...values, ""];
  return Buffer.from(`*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join("")}`);
}

doJob(job, async ({ shards, structure }, { report, note, hear }) => {
  await note("ready");
  await hear();
  for (const target of shards) await writeShard(target, structure, report);
  return null;
});
