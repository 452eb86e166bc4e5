import { expect, test } from "vitest";
import { describeNamedRedis, loadConfig } from "./config.ts";

/** Addresses with the password in all ways in which people write one; none of its parts may be shown. */
const PASSWORDS = [
  ...["hush@hush", "hush/hush", "hush#hush", "hush?hush", "hush:hush", "hush%hush", "hush,hush", "hush%40hush", "hush"],
  ...["77@hush", "77/hush", "77#hush", "77?hush", "77,hush", "1,redis://hush", "hush hush", "[hush]", "hush@", "@hush"],
];
const WAYS: Record<string, (password: string) => Record<string, string>> = {
  REDIS_URL: (password) => ({ REDIS_URL: `redis://default:${password}@db.example:6379` }),
  "REDIS_URL without a user": (password) => ({ REDIS_URL: `rediss://:${password}@db.example` }),
  "REDIS_URL without a colon": (password) => ({ REDIS_URL: `redis://${password}@db.example:6379/0` }),
  "REDIS_URL of another kind": (password) => ({ REDIS_URL: `http://x:${password}@db.example:6379/0` }),
  "REDIS_URL of a socket": (password) => ({ REDIS_URL: `unix://x:${password}@/run/redis.sock` }),
  REDIS_CLUSTER: (password) => ({ REDIS_CLUSTER: `redis://default:${password}@db.example:7000,db2.example:7001` }),
  "REDIS_CLUSTER in the second": (password) => ({ REDIS_CLUSTER: `db.example:7000, redis://x:${password}@db:7001` }),
  REDIS_SENTINEL: (password) => ({ REDIS_SENTINEL: `redis://default:${password}@db.example:26379` }),
  REDIS_SENTINEL_MASTER: (password) => ({
    REDIS_SENTINEL: "db.example:26379",
    REDIS_SENTINEL_MASTER: `redis://default:${password}@mymaster/0`,
  }),
  ...Object.fromEntries(
    ["ADMIN_PASSWORD", "SESSION_SECRET", "SITE_URL", "HOST", "PORT", "LOG_LEVEL"].map((name) => [
      name,
      (password: string) => ({ [name]: password }),
    ]),
  ),
};

const say = (env: Record<string, string>) => {
  try {
    return describeNamedRedis(loadConfig(env)) ?? "";
  } catch (error) {
    return String(error);
  }
};

test.each(Object.keys(WAYS))("G7: %s is shown or refused without any part of a password", (way) => {
  for (const password of PASSWORDS) expect(say(WAYS[way]?.(password) ?? {}), password).not.toMatch(/hush|77/);
});

test("G7: addresses are shown with host, port and database", () => {
  expect(say({ REDIS_URL: "redis://default:p@ss@127.0.0.1:6379" })).toBe("REDIS_URL, redis://127.0.0.1:6379");
  expect(say({ REDIS_URL: "rediss://u:p%2Fs@db.example/3" })).toBe("REDIS_URL, rediss://db.example/3");
  expect(say({ REDIS_URL: "redis://[::1]:6379" })).toBe("REDIS_URL, redis://[::1]:6379");
  expect(say({ REDIS_URL: "unix:///run/redis.sock" })).toBe("REDIS_URL, unix:///run/redis.sock");
  expect(say({ REDIS_CLUSTER: "redis://u:p@a:1, b:2" })).toBe("the cluster of REDIS_CLUSTER, redis://a:1, b:2");
  const sentinel = { REDIS_SENTINEL: "a:1,b:2", REDIS_SENTINEL_MASTER: "redis://u:p@mymaster/0" };
  expect(say(sentinel)).toBe('the primary "redis://mymaster/0" of REDIS_SENTINEL, a:1, b:2');
});

test("G7: an address that can be read in two ways is refused, and the message says how to write it", () => {
  for (const REDIS_URL of ["redis://u:p/s@h:1", "redis://u:p#s@h:1", "redis://u:50%@h:1", "redis://h:1/x", "redis://"])
    expect(() => loadConfig({ REDIS_URL })).toThrow(/REDIS_URL: must be an address such as redis:.*@ as %40/);
  expect(() => loadConfig({ REDIS_CLUSTER: "redis://u:p,q@h:1" })).toThrow(/REDIS_CLUSTER: .*comma as %2C/);
});
