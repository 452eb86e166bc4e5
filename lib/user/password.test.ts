import bcrypt from "bcryptjs";
import { afterAll, expect, test } from "vitest";
import { closePasswordPool, hashPassword, hashToCompare, verifyPassword } from "./password.ts";
import { COST, DUMMY_HASH } from "./password-cost.ts";
import { findWeakness, newPassword, repeatsOwner } from "./password-rules.ts";

afterAll(closePasswordPool);

const accepts = (password: string) => newPassword.safeParse(password).success;
const errorOf = (password: string) => newPassword.safeParse(password).error?.issues[0]?.message;

test("ASVS 6.2.1, 6.2.9: 8 characters to 72 bytes, every character allowed, no composition rules", () => {
  for (const good of ["kmqvzw8a", "        x y", "zürich öl", "🦄🐙🦑🦀🐡🐠🐬🐳", `${"a".repeat(60)}bcdefghijklm`])
    expect(accepts(good), good).toBe(true);
  expect(accepts("short 7")).toBe(false);
  expect(accepts("🦄🐙🦑🦀")).toBe(false); // four characters, whatever their length in UTF-16
});

test("a password of more than 72 bytes is refused with a message that says why", () => {
  expect(accepts(`öä${"ü".repeat(34)}`)).toBe(true);
  expect(errorOf("ü".repeat(37))).toMatch(/72 bytes/);
  expect(errorOf("a".repeat(73))).toMatch(/72 bytes/);
});

test("ASVS 6.2.4: common passwords are refused, ignoring case", () => {
  for (const bad of ["password", "Password", "12345678", "qwertyuiop", "iloveyou", "TRUSTNO1"])
    expect(errorOf(bad), bad).toMatch(/too common/);
});

test("ASVS 6.2.1: only visible characters count, before and after normalization", () => {
  const bad = [
    "\ufdfa",
    "pass\u200b\u200b\u200b\u200b",
    "k\u0301m\u0301q\u0301v\u0301",
    "\u2060".repeat(20),
    "1234567\ufe0f",
  ];
  for (const password of bad) expect(errorOf(password), JSON.stringify(password)).toMatch(/at least 8 visible/);
  expect(accepts("👩‍👩‍👧 and the dog")).toBe(true);
});

test("ASVS 6.2.4: repetitions and sequences are refused", () => {
  for (const bad of ["zzzzzzzzz", "abcabcabcabc", "kmqvzw8akmqvzw8a", "ｚｚｚｚｚｚｚｚ"])
    expect(errorOf(bad), bad).toMatch(/repeat|too common/);
  for (const bad of ["cdefghijk", "98765432", "αβγδεζηθ"]) expect(errorOf(bad), bad).toMatch(/sequence|too common/);
  for (const good of ["abcabcabd", "cdefghijz"]) expect(accepts(good), good).toBe(true);
});

test("ASVS 6.2.11: a password made of the user's or the store's words is refused", () => {
  const owner = { username: "Alice.Jones", email: "a.jones@books.example" };
  for (const bad of [
    "alice.jones",
    "ALICE.JONES1",
    "a.jones@books.example",
    "books2026!",
    "FakeWebRetailer1",
    "jones+retailer",
  ])
    expect(repeatsOwner(bad, owner), bad).toBe(true);
  for (const good of ["alice.jones likes tea", "kmqvzw8a", "12345 67890", "webbed feet"])
    expect(repeatsOwner(good, owner), good).toBe(false);
});

test("a NUL is refused: to bcrypt, x and x NUL x are the same", async () => {
  expect(errorOf("abcdefgh\0abcdefgh")).toMatch(/NUL/);
  const hash = await hashPassword("kmqvzw8a");
  expect(await verifyPassword("kmqvzw8a\0kmqvzw8a", hash)).toBe("no");
});

test("byte 73 counts: the right 72 bytes followed by more do not match", async () => {
  const password = "x".repeat(72);
  const hash = await hashPassword(password);
  expect(await verifyPassword(password, hash)).toBe("yes");
  expect(await verifyPassword(`${password}y`, hash)).toBe("no");
  expect(await verifyPassword(`${password}${"y".repeat(1000)}`, hash)).toBe("no");
});

test("ASVS 6.2.4, 6.2.11: what is wrong with a configured password is said, and nothing of a good one", () => {
  const owner = { username: "chief", email: "" };
  expect(findWeakness("password", owner)).toBe("is too common; choose another");
  expect(findWeakness("chief-2024!", owner)).toMatch(/^must not be made of your username/);
  expect(findWeakness("fakewebretailer", owner)).toMatch(/the name of the store$/);
  expect(findWeakness("the store is always open", owner)).toBeNull();
});

test("a password matches in any Unicode normalization", async () => {
  const hash = await hashPassword("pa\u0308ssword");
  expect(await verifyPassword("p\u00e4ssword", hash)).toBe("yes");
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

test("hashing does not block the thread that serves requests, and what would wait too long is not done", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  // On this thread there would be no turn at all; on a busy machine there may be few during one hash.
  for (let hashes = 0; hashes < 20 && turns <= 5; hashes++) await hashPassword("kmqvzw8a");
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
  // More than any machine hashes in the time that a request may wait.
  const hashes = await Promise.all(Array.from({ length: 400 }, () => hashPassword("kmqvzw8a")));
  expect(hashes).toContain(null);
  expect(hashes.some((hash) => hash?.startsWith("$2"))).toBe(true);
  expect(await verifyPassword("kmqvzw8a", DUMMY_HASH)).toBe("no");
  const others = Array.from({ length: 10 }, () => hashPassword("kmqvzw8a"));
  expect(await verifyPassword("kmqvzw8a", DUMMY_HASH, performance.now())).toBe("busy");
  await Promise.all(others);
});
