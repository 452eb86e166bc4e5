import { createClient } from "redis";
import { expect, onTestFinished, test } from "vitest";
import type { Redis } from "#lib/redis/client.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { findMissingPermissions } from "./permissions.ts";

const { server } = setUpRedis();

/** What a user with these rights lacks. */
async function missingOf(...rights: string[]): Promise<string[]> {
  await sendToRedis(server().url, "ACL", "SETUSER", "shop", "reset", "on", ">pw", ...rights);
  const path = server().url.slice("unix://".length);
  const client = createClient({ socket: { path, tls: false }, username: "shop", password: "pw" });
  client.on("error", () => {});
  onTestFinished(() => client.destroy());
  await client.connect();
  return findMissingPermissions(client as Redis);
}

/** The rights of docs/operations.md. */
const LEAST = ["~*", "&skus:changed", "+@read", "+@write", "+@connection", "+@scripting", "+@transaction", "+@pubsub"];

test.each([
  ["everything", ["~*", "&*", "+@all"], []],
  ["everything but what is dangerous (G9)", ["~*", "&*", "+@all", "-@dangerous"], []],
  ["what the documentation asks for", [...LEAST, "-@dangerous", "+info", "+role", "+time", "+config|get"], []],
  ["no channel, as a new user since Redis 7", ["~*", "+@all"], ["the channel skus:changed"]],
  ["no channel, and not to ask", ["~*", "+@all", "-acl"], ["the channel skus:changed"]],
  ["another channel", ["~*", "&other:*", "+@all"], ["the channel skus:changed"]],
  ["one command too few", ["~*", "&*", "+@all", "-hset"], ["the command HSET"]],
  ["no scripts, and not to ask", ["~*", "&*", "+@all", "-acl", "-eval"], ["the command EVAL"]],
  ["no transactions", ["~*", "&*", "+@all", "-multi"], ["the command MULTI"]],
])("G1: a user who may do %s", async (_, rights, missing) => {
  expect(await missingOf(...rights)).toEqual(missing);
});

test("G1: a user of some keys only, and one who may only read", async () => {
  expect(await missingOf("~cart:*", "&*", "+@all")).toContain("the key user:1");
  expect(await missingOf("~*", "&*", "+@all", "-@write")).toEqual(
    expect.arrayContaining(["the command SET", "the command HSET", "the command ZADD"]),
  );
  expect(await missingOf("~cart:*", "&*", "+@all", "-acl")).not.toEqual([]);
});
