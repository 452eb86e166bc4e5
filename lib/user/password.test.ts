import bcrypt from "bcryptjs";
import { afterAll, expect, test } from "vitest";
import { closePasswordPool, hashPassword, hashToCompare, verifyPassword } from "./password.ts";
import { COST, DUMMY_HASH } from "./password-cost.ts";
import { newPassword } from "./schema.ts";

afterAll(closePasswordPool);

const accepts = (password: string) => newPassword.safeParse(password).success;
const errorOf = (password: string) => newPassword.safeParse(password).error?.issues[0]?.message;

test("ASVS 6.2.1, 6.2.9: 8 characters to 72 bytes, every character allowed, no composition rules", () => {
  for (const good of [
    "kmqvzw8a",
    "        x y",
    "zürich öl",
    "🦄🐙🦑🦀🐡🐠🐬🐳",
    "nul\0inside",
    `${"a".repeat(60)}bcdefghijklm`,
  ])
    expect(accepts(good), good).toBe(true);
  expect(accepts("short 7")).toBe(false);
  expect(accepts("🦄🐙🦑🦀")).toBe(false); // four characters, whatever their length in UTF-16
});

test("a password of more than 72 bytes is refused with a message that says why", () => {
  expect(accepts("ü".repeat(36))).toBe(true);
  expect(errorOf("ü".repeat(37))).toMatch(/72 bytes/);
  expect(errorOf("a".repeat(73))).toMatch(/72 bytes/);
});

test("ASVS 6.2.4: common passwords are refused, ignoring case", () => {
  for (const bad of ["password", "Password", "12345678", "qwertyuiop", "iloveyou", "TRUSTNO1"])
    expect(errorOf(bad), bad).toMatch(/too common/);
});

test("byte 73 counts: the right 72 bytes followed by more do not match", async () => {
  const password = "x".repeat(72);
  const hash = await hashPassword(password);
  expect(await verifyPassword(password, hash)).toBe("yes");
  expect(await verifyPassword(`${password}y`, hash)).toBe("no");
  expect(await verifyPassword(`${password}${"y".repeat(1000)}`, hash)).toBe("no");
});

test("a password matches in any Unicode normalization, and a NUL does not end it", async () => {
  const hash = await hashPassword("pa\u0308ssword");
  expect(await verifyPassword("p\u00e4ssword", hash)).toBe("yes");
  const nul = await hashPassword("abcdefgh\0one");
  expect(await verifyPassword("abcdefgh\0two", nul)).toBe("no");
  expect(await verifyPassword("abcdefgh\0one", nul)).toBe("yes");
});

test("the dummy hash is a bcrypt hash of the same cost as every other", async () => {
  expect(bcrypt.getRounds(DUMMY_HASH)).toBe(COST);
  expect(DUMMY_HASH).toHaveLength(60);
  expect(bcrypt.getRounds((await hashPassword("kmqvzw8a")) ?? "")).toBe(COST);
});

test("an unknown name, an empty hash, a broken hash and an overlong password all cost a full comparison", async () => {
  const hash = (await hashPassword("kmqvzw8a")) ?? "";
  for (const [password, against] of [
    ["kmqvzw8a", null],
    ["kmqvzw8a", ""],
    ["kmqvzw8a", "sha256_hash_here"],
    ["kmqvzw8a", "$2b$10$short"],
    ["x".repeat(500), hash],
  ] as const) {
    expect(hashToCompare(password, against)).toBe(DUMMY_HASH);
    expect(await verifyPassword(password, against)).toBe("no");
  }
  expect(hashToCompare("not the one", hash)).toBe(hash);
});

test("hashing does not block the thread that serves requests, and a full queue is reported", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  // On this thread there would be no turn at all; on a busy machine there may be few during one hash.
  for (let hashes = 0; hashes < 20 && turns <= 5; hashes++) await hashPassword("kmqvzw8a");
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
  const waiting = Array.from({ length: 230 }, () => hashPassword("kmqvzw8a").catch(() => "dropped"));
  expect(await hashPassword("kmqvzw8a")).toBeNull();
  expect(await verifyPassword("kmqvzw8a", DUMMY_HASH)).toBe("busy");
  await closePasswordPool();
  expect(await Promise.all(waiting)).toContain(null);
});
