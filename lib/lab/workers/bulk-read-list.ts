import { z } from "zod";
import { createIntegerReader } from "#lib/lab/bulk/integers.ts";
import { type Shard, shard } from "#lib/lab/bulk/shards.ts";
import { encodeCommand, openSocket } from "#lib/lab/servers/connect.ts";
import { doJob, type Reporter } from "./job.ts";

/** Server B of the bulk run: reads every list back, the newest value first, and checks count, order and sum. */

const job = z.object({ shards: z.array(shard) });

/** Values of one LRANGE, and so many of them asked for ahead. */
const CHUNK = 10_000;
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
    const asked: number[] = [];
    let next = 0;
    let got = 0;
    let expected = target.to;
    const pump = () => {
      while (asked.length < AHEAD && next <= size) {
        socket.write(encodeCommand(["LRANGE", target.key, String(next), String(next + CHUNK - 1)]));
        asked.push(performance.now());
        // The question after the last value shows that nothing comes after it.
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
        report.add(performance.now() - (asked.shift() ?? 0), got - counted);
        counted = got;
        if (asked.length === 0 && next > size) socket.end();
        else pump();
      },
      onError: (text) => socket.destroy(new Error(text)),
    });
    socket.on("data", read);
    socket.on("error", reject);
    socket.on("close", () => {
      reading.count += got;
      if (asked.length > 0) reject(new Error("Redis was lost during the run (the connection closed)"));
      else resolve();
    });
    pump();
  }, reject);
  return promise;
}

doJob(job, async ({ shards }, { report, note, hear }) => {
  await note("ready");
  await hear();
  const reading: Reading = { count: 0, sum: 0, ordered: true, first: [] };
  // The highest values are in the last shard: read this way round, the whole comes back in reverse.
  for (const target of shards.toReversed()) await readShard(target, reading, report);
  return reading;
});
