import { z } from "zod";
import { openSocket } from "../connect.ts";
import { encodeIntegers } from "../integers.ts";
import { type Shard, shard } from "../shards.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server A of the bulk run: writes its shards one after another, many values a command, several commands ahead. */

const job = z.object({
  shards: z.array(shard),
  structure: z.enum(["list", "stream"]),
});

/** Values of one LPUSH. */
const LIST_VALUES = 1000;
/** Values of one stream entry: pairs of field and value, so an even number. */
const STREAM_VALUES = 100;
/** Commands on their way at once; more would only wait in buffers. */
const AHEAD = 64;

function writeShard(target: Shard, structure: "list" | "stream", report: Reporter): Promise<void> {
  const size = structure === "list" ? LIST_VALUES : STREAM_VALUES;
  const ahead = structure === "list" ? AHEAD : AHEAD * 8;
  const head = structure === "list" ? ["LPUSH", target.key] : ["XADD", target.key, "*"];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  openSocket(target.url).then((socket) => {
    const sent: { at: number; count: number }[] = [];
    let next = target.from;
    let failed = "";
    const pump = () => {
      socket.cork();
      while (sent.length < ahead && next <= target.to) {
        const count = Math.min(size, target.to - next + 1);
        // A stream entry is made of pairs: an odd number is completed by an empty string, which the reader leaves out.
        const odd = structure === "stream" && count % 2 === 1;
        const command = odd ? encodeOdd(head, next, count) : encodeIntegers(head, next, count);
        socket.write(command);
        sent.push({ at: performance.now(), count });
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
        if (done) report.add(performance.now() - done.at, done.count);
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
