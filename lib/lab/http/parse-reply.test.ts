import { expect, test } from "vitest";
import { headerOf, parseReply } from "./parse-reply.ts";

const REPLIES: [string, string, number, string][] = [
  ["of known length", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"],
  ["without a body", "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204, ""],
  ["of length 0", "HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n", 503, ""],
  [
    "in chunks",
    "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n, 6789\r\nxy\r\n0\r\n\r\n",
    201,
    "hello, 6789\r\nxy",
  ],
];

test.each(REPLIES)("a reply %s is the same wherever it is split", (_, text, status, body) => {
  const bytes = Buffer.from(text);
  for (let length = 0; length < bytes.length; length++) expect(parseReply(bytes.subarray(0, length))).toBeNull();
  const reply = parseReply(bytes);
  expect(reply).toMatchObject({ status });
  expect(reply?.body.toString()).toBe(body);
});

test.each([
  ["another protocol", "HTTP/1.0 200 OK\r\n\r\n"],
  ["no status", "HTTP/1.1 OK\r\n\r\n"],
  ["no length", "HTTP/1.1 200 OK\r\n\r\n"],
  ["a second reply", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"],
  ["a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: 5a\r\n\r\nhello"],
  ["a chunk of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"],
  ["a chunk that is too long", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"],
  ["a huge body", "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"],
])("a reply with %s is refused", (_, text) => {
  expect(() => parseReply(Buffer.from(text))).toThrow();
});

test("headers are found whatever their case, and only as headers", () => {
  const head = "HTTP/1.1 200 OK\r\nX-Note: set-cookie: a=1\r\nSET-COOKIE: b=2; Path=/";
  expect(headerOf(head, "set-cookie")).toBe("b=2; Path=/");
  expect(headerOf(head, "note")).toBeNull();
});
