import { z } from "zod";
import { createIntegerReader } from "#lib/lab/bulk/integers.ts";
import { type Shard, shard } from "#lib/lab/bulk/shards.ts";
import { encodeCommand, openSocket } from "#lib/lab/servers/connect.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server B of the bulk run with lists: reads them back, newest value first, and checks count, order and sum. */

const job = z.object({ shards: z.array(shard) });

/** Values per LRANGE. */
const CHUNK = 10_000;
/** Commands in flight. */
const AHEAD = 3;

interface Reading {
  count: number;
  sum: number;
  ordered: boolean;
  first: number[];
}

function readShard(target: Shard, reading: Reading, report: Reporter): Promise<void> {
  const size = target.to - target.from + 1;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  openSocket(target.url).then((socket) => {
    /** When each command in flight was sent. */
    const sentAt: number[] = [];
    let next = 0;
    let got = 0;
    let expected = target.to;
    const pump = () => {
      while (sentAt.length < AHEAD && next <= size) {
        socket.write(encodeCommand(["LRANGE", target.key, String(next), String(next + CHUNK - 1)]));
        sentAt.push(performance.now());
        // The last command reads past the last value, to show that nothing follows it.
        next += CHUNK;
      }
    };
    let counted = 0;
    const read = createIntegerReader({
      onInteger(value) {
        if (value !== expected) reading.ordered = false;
        expected--;
        got++;
        reading.sum += value;
        if (reading.first.length < 10) reading.first.push(value);
      },
      onReply() {
        report.add(performance.now() - (sentAt.shift() ?? 0), got - counted);
        counted = got;
        if (sentAt.length === 0 && next > size) socket.end();
        else pump();
      },
      onError: (text) => socket.destroy(new Error(text)),
    });
    socket.on("data", read);
    socket.on("error", reject);
    socket.on("close", () => {
      reading.count += got;
      if (sentAt.length > 0) reject(new Error("The connection to Redis was lost during the run"));
      else resolve();
    });
    pump();
  }, reject);
  return promise;
}

doJob(job, async ({ shards }, { report, send, receive }) => {
  await send("ready");
  await receive();
  const reading: Reading = { count: 0, sum: 0, ordered: true, first: [] };
  // The last shard holds the highest values, so starting with it returns all values in reverse.
  for (const target of shards.toReversed()) await readShard(target, reading, report);
  return reading;
});
