import fc from "fast-check";
import { expect, test } from "vitest";
import { createIntegerReader, createIntegerWriter, encodeIntegers } from "./integers.ts";

/** A server's reply to LRANGE for these values. */
const replyOf = (values: string[]) => `*${values.length}\r\n${values.map((v) => `$${v.length}\r\n${v}\r\n`).join("")}`;

test("commands are encoded as the protocol requires", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_000 }), fc.integer({ min: 1, max: 300 }), (from, count) => {
      const values = Array.from({ length: count }, (_, i) => String(from + i));
      expect(encodeIntegers(["LPUSH", "list"], from, count).toString()).toBe(replyOf(["LPUSH", "list", ...values]));
    }),
    { numRuns: 50 },
  );
});

test("a command in a reused buffer is the same as one in a new buffer", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 100 }), fc.boolean())),
      (commands) => {
        const write = createIntegerWriter(["LPUSH", "list"], 100);
        for (const [start, size, whole] of commands) {
          const [from, count] = whole ? [start * 100, 100] : [start, size];
          expect(write(from, count).equals(encodeIntegers(["LPUSH", "list"], from, count))).toBe(true);
        }
      },
    ),
  );
  const write = createIntegerWriter(["LPUSH", "list"], 10);
  // Crosses every boundary from one digit to five.
  for (let from = 10; from < 20_000; from += 10) {
    expect(write(from, 10).equals(encodeIntegers(["LPUSH", "list"], from, 10))).toBe(true);
  }
});

test("replies are decoded however they are split into chunks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(999_999_999), { maxLength: 40 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 400 }),
      (replies, size) => {
        const got: number[] = [];
        let ended = 0;
        const onError = (text: string) => expect.fail(text);
        const read = createIntegerReader({ onInteger: (value) => got.push(value), onReply: () => ended++, onError });
        const bytes = Buffer.from(replies.map((reply) => replyOf(reply.map(String))).join(""));
        for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
        expect(got).toEqual(replies.flat());
        expect(ended).toBe(replies.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("an error reply is reported", () => {
  const errors: string[] = [];
  const read = createIntegerReader({ onInteger() {}, onReply() {}, onError: (text) => errors.push(text) });
  read(Buffer.from("-ERR wro"));
  read(Buffer.from("ng\r\n*0\r\n"));
  expect(errors).toEqual(["ERR wrong"]);
});
