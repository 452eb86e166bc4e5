import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { sendKeyCommand } from "#lib/redis/cluster.ts";
import { describeOnShapes } from "#test/servers/redis.ts";
import { changeKey, deleteKey } from "./change-key.ts";
import { toBytes, toKeyName } from "./names.ts";
import { readKey } from "./read-key.ts";
import { MASK } from "./secrets.ts";

const send = (...args: (string | Buffer)[]) => withRedis((redis) => sendKeyCommand(redis, args[1] ?? "", args));

describeOnShapes(() => {
  test("secrets are masked wherever they are, and can't be written, however their names are spelt", async () => {
    await send("HSET", "user:7", "username", "alice", "password_hash", "$2b$10$secret");
    await send("HSET", "{user:7}:damaged", "password_hash", "$2b$10$secret");
    await send("HSET", "{user:7}:second_factor", "totp_secret", "sealed", "totp_step", "3");
    await send("SADD", "{user:7}:recovery_codes", "digest");
    await send("SET", "user:8", '{"password_hash":"$2b$10$secret"}');
    await send("HSET", "session:abc", "user_id", "7", "created_at", "1");
    for (const name of ["user:7", "{user:7}:damaged", "{user:7}:second_factor", "{user:7}:recovery_codes", "user:8"]) {
      const text = JSON.stringify(await readKey(name, { limit: 10, from: "start" }));
      expect(text).toContain(MASK);
      expect(text).not.toMatch(/\$2b|sealed|digest/);
    }
    expect((await readKey("user:7", { limit: 10, from: "start" }))?.value).toMatchObject({
      entries: [
        ["password_hash", MASK],
        ["username", "alice"],
      ],
    });
    const base64 = (text: string) => `base64:${Buffer.from(text).toString("base64url")}`;
    for (const [name, field] of [
      ["user:7", "password_hash"],
      [base64("user:7"), base64("password_hash")],
      ["user:7", "role"],
      ["{user:7}:passkeys", "new"],
      ["session:abc", "created_at"],
    ] as const)
      expect(await changeKey(name, { field, value: "x" }), `${name} ${field}`).toMatchObject({
        ok: false,
        reason: "invalid",
        errors: { field: expect.any(String) },
      });
    expect(await changeKey("user:7", { field: "first_name", value: "Alice" })).toMatchObject({ ok: true });
    for (const name of ["audit", "{user:7}:second_factor", "{user:7}:activity"])
      expect(await deleteKey(name)).toMatchObject({ ok: false, reason: "invalid" });
    expect(await changeKey("audit", { ttl: 1 })).toMatchObject({ ok: false, reason: "invalid" });
    expect(await deleteKey("session:abc")).toMatchObject({ ok: true });
  });

  test("fields, elements, scores and lifetimes change where the type is the one that was seen", async () => {
    await send("HSET", "h", "f", "1");
    await send("RPUSH", "l", "a", "b");
    await send("ZADD", "z", "1", "m");
    await send("SET", "s", "text");
    expect(await changeKey("h", { field: "f", value: "2", type: "hash" })).toEqual({
      ok: true,
      type: "hash",
      before: "f: 1",
      after: "f: 2",
    });
    const bytes = toKeyName(Buffer.from([0xfe]));
    expect(await changeKey("h", { field: bytes, value: bytes })).toMatchObject({ ok: true });
    expect((await readKey("h", { limit: 9, from: "start" }))?.value).toMatchObject({
      entries: [
        ["f", "2"],
        [bytes, bytes],
      ],
    });
    expect(toBytes(bytes)).toEqual(Buffer.from([0xfe]));
    expect(await changeKey("l", { field: "-1", value: "c" })).toMatchObject({ ok: true, before: "-1: b" });
    expect(await changeKey("z", { field: "m", value: "2.5" })).toMatchObject({ ok: true });
    expect((await readKey("z", { limit: 1, from: "start" }))?.value).toMatchObject({ members: [{ score: 2.5 }] });
    const refusals: [string, object, object][] = [
      ["h", { field: "f", value: "3", type: "string" }, { reason: "other-type", type: "hash" }],
      ["l", { field: "9", value: "3" }, { errors: { field: "is not an index of this list" } }],
      ["l", { field: "x", value: "3" }, { errors: { field: "must be the index of an element, such as 0 or -1" } }],
      ["z", { field: "m", value: "much" }, { errors: { value: "must be a number" } }],
      ["z", { field: "n", value: "1" }, { errors: { field: "is not a member of this sorted set" } }],
      ["s", { field: "f", value: "1" }, { errors: { field: "can't be changed in a string" } }],
      ["gone", { field: "f", value: "1" }, { reason: "absent" }],
      ["gone", { ttl: 5 }, { reason: "absent" }],
    ];
    for (const [name, change, refusal] of refusals)
      expect(await changeKey(name, change)).toMatchObject({ ok: false, ...refusal });
    expect(await changeKey("s", { ttl: 1000 })).toMatchObject({ before: "no expiry", after: "expires in 1000 s" });
    expect((await readKey("s", { limit: 1, from: "start" }))?.ttl).toBeGreaterThan(0);
    expect(await changeKey("s", { ttl: null, type: "string" })).toMatchObject({ ok: true, after: "no expiry" });
    expect((await readKey("s", { limit: 1, from: "start" }))?.ttl).toBeNull();
    expect(await deleteKey("s", "list")).toEqual({ ok: false, reason: "other-type", type: "string" });
    expect(await deleteKey("s", "string")).toMatchObject({ ok: true, before: "string" });
    expect(await deleteKey("s")).toEqual({ ok: false, reason: "absent" });
  });
});
