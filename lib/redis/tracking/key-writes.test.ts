import { expect, test } from "vitest";
import { setUpHeardWrites } from "#test/servers/heard-writes.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { listConnectionNames, sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

const { server } = setUpRedis();
const send = (...command: string[]) => sendToRedis(server().url, ...command);

const follow = setUpHeardWrites();

test("writes to keys with the prefix are reported, whoever makes them and however, and no others", async () => {
  const heard = follow();
  await until(() => heard.includes("ready"));
  await send("SET", "a:text", "1");
  await send("SET", "b:text", "1");
  await send("HSET", "a:hash", "f", "v");
  await send("EVAL", "return redis.call('DEL', KEYS[1])", "1", "a:text");
  await send("FLUSHALL");
  await until(() => heard.includes(null));
  expect(heard).toEqual(["ready", "a:text", "a:hash", "a:text", null]);
});

test("a user who may not ask for reports is told so, once", async () => {
  await send("ACL", "SETUSER", "default", "-client|tracking");
  try {
    const heard = follow();
    await until(() => heard.length > 0);
    // Nothing tries again.
    await until(async () => (await listConnectionNames(server().url)).filter((name) => name !== "").length === 1);
    expect(heard).toEqual(["lost for good"]);
  } finally {
    await send("ACL", "SETUSER", "default", "+client|tracking");
  }
});

test("reports go on after the connection broke, and it is said that some may be missing", async () => {
  const heard = follow();
  await until(() => heard.includes("ready"));
  await send("CLIENT", "KILL", "TYPE", "normal");
  await until(() => heard.filter((what) => what === "ready").length === 2);
  await send("SET", "a:text", "1");
  await until(() => heard.includes("a:text"));
  expect(heard).toEqual(["ready", "lost", "ready", "a:text"]);
});
