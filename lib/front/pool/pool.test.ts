import { Agent, get } from "node:http";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { findPort } from "#lib/net/port.ts";
import { until } from "#test/until.ts";
import { makePool } from "./pool.ts";

const answer = z.object({ pid: z.number(), leaving: z.string().nullable(), warm: z.boolean() });

/** A store of small server processes. @returns how to ask it, and what it printed */
async function startStore({ size = 2, askEveryMs = 0 } = {}) {
  const printed: string[] = [];
  const pool = makePool({
    file: new URL("../../../test/servers/programs/pool-process.ts", import.meta.url).pathname,
    size,
    opening: Promise.resolve(),
    askEveryMs,
    say: (line) => printed.push(line),
    onFailure: () => printed.push("failed"),
  });
  const port = await findPort();
  const listener = createServer({ pauseOnConnect: true, noDelay: true }, pool.accept);
  pool.start();
  await pool.allServe;
  listener.listen(port, "127.0.0.1");
  onTestFinished(async () => {
    delete process.env.FAIL_TO_START;
    listener.close();
    pool.kill();
    await pool.stop();
  });
  /** @param agent keeps connections; without it each request has its own */
  const ask = (path = "/", agent?: Agent) =>
    new Promise<z.infer<typeof answer>>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, agent: agent ?? false }, async (reply) => {
        resolve(answer.parse(JSON.parse(await text(reply))));
      }).on("error", reject);
    });
  const pidsOf = async (requests: number) => {
    const answers = await Promise.all(Array.from({ length: requests }, () => ask()));
    return answers.map(({ pid }) => pid);
  };
  return { pool, ask, pidsOf, printed, port };
}

test("connections are handed to the processes in turn", async () => {
  const { pidsOf } = await startStore();
  // What a process does not take in time, as on a busy machine, goes to the other.
  await until(async () => {
    const pids = await pidsOf(8);
    return new Set(pids).size === 2 && pids.every((pid) => pids.filter((other) => other === pid).length === 4);
  });
});

test("a connection that a process was handed and did not take is answered by another", async () => {
  const { ask, pidsOf } = await startStore();
  const [frozen = 0] = await pidsOf(1);
  process.kill(frozen, "SIGSTOP");
  const answers = [ask(), ask(), ask(), ask()];
  // One of two gets the connections of the first round, until it has one that it does not take.
  await Promise.any(answers);
  process.kill(frozen, "SIGKILL");
  for (const { pid } of await Promise.all(answers)) expect(pid).not.toBe(frozen);
});

test("connections that are made while no process serves are answered by the next", async () => {
  const { ask, pidsOf } = await startStore({ size: 1 });
  const [only = 0] = await pidsOf(1);
  process.kill(only, "SIGKILL");
  const answers = await Promise.all([ask(), ask(), ask()]);
  for (const { pid } of answers) expect(pid).not.toBe(only);
});

test("a process that hangs is replaced; what was waiting for it is answered", async () => {
  const { ask, pidsOf, printed } = await startStore({ size: 1, askEveryMs: 200 });
  const [hung = 0] = await pidsOf(1);
  process.kill(hung, "SIGSTOP");
  expect((await ask()).pid).not.toBe(hung);
  await until(() => {
    try {
      return !process.kill(hung, 0);
    } catch {
      return true;
    }
  });
  expect(printed).toContain(`Server process ${hung} has not answered for 1 s; starting another`);
  expect(new Set(await pidsOf(4)).size).toBe(1);
});

test("a reload replaces every process; each answers what it has received, and its connections go on elsewhere", async () => {
  const { pool, ask, pidsOf } = await startStore();
  const before = new Set(await pidsOf(4));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const first = await ask("/", agent);
  const slow = ask("/slow");
  let reloaded = false;
  const reload = pool.reload().then((failure) => {
    reloaded = true;
    return failure;
  });
  const seen = [];
  for (let pid = first.pid; !reloaded || before.has(pid); ) {
    const answer = await ask("/", agent);
    seen.push(answer);
    pid = answer.pid;
  }
  expect(await reload).toBeNull();
  expect(before).toContain((await slow).pid);
  expect(seen.filter(({ pid }) => pid === first.pid).at(-1)).toMatchObject({ leaving: "replaced" });
  const after = await Promise.all([ask(), ask(), ask(), ask()]);
  for (const { pid, warm } of after) expect([before.has(pid), warm]).toEqual([false, true]);
  expect(new Set(after.map(({ pid }) => pid)).size).toBe(2);
});

test("a process that is told to end by a signal leaves when another serves", async () => {
  const { ask, pidsOf } = await startStore({ size: 1 });
  const [first = 0] = await pidsOf(1);
  process.kill(first, "SIGTERM");
  await until(async () => (await ask()).pid !== first);
});

test("when no replacement starts, a reload says so and the store goes on as it was", async () => {
  const { pool, pidsOf } = await startStore();
  const before = new Set(await pidsOf(4));
  process.env.FAIL_TO_START = "1";
  expect(await pool.reload()).toMatch(/^the process that was to replace \d+ did not start$/);
  expect(new Set(await pidsOf(4))).toEqual(before);
});

test("a store that stops says so first, finishes its requests, and then ends", async () => {
  const { pool, ask, pidsOf } = await startStore({ size: 1 });
  const [pid] = await pidsOf(1);
  pool.drain();
  await until(async () => (await ask()).leaving === "draining");
  const slow = ask("/slow");
  // The process takes one connection after the other.
  await ask();
  const stopped = pool.stop();
  await expect(ask()).rejects.toThrow("socket hang up");
  expect((await slow).pid).toBe(pid);
  await stopped;
});

test("a client that sends its request too slowly loses its connection", async () => {
  const { port } = await startStore({ size: 1 });
  const socket = connect(port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});
