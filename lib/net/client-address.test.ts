import { expect, test } from "vitest";
import { addressGroup, findClientAddress, parseTrustedProxies, plainAddress } from "./client-address.ts";

const none = parseTrustedProxies("");
const lan = parseTrustedProxies("10.0.0.0/8, 127.0.0.1, fd00::/8");

test("a spoofed forwarded-for header changes nothing unless a trusted proxy is configured", () => {
  expect(findClientAddress("203.0.113.7", "1.2.3.4", none)).toBe("203.0.113.7");
  expect(findClientAddress("203.0.113.7", "1.2.3.4", lan)).toBe("203.0.113.7");
  expect(findClientAddress("::ffff:203.0.113.7", undefined, none)).toBe("203.0.113.7");
});

test("behind trusted proxies the client is the last address that is not a trusted proxy", () => {
  expect(findClientAddress("127.0.0.1", "203.0.113.7", lan)).toBe("203.0.113.7");
  expect(findClientAddress("::ffff:10.1.1.1", "6.6.6.6, 203.0.113.7, 10.0.0.9", lan)).toBe("203.0.113.7");
  expect(findClientAddress("10.1.1.1", "6.6.6.6, nonsense", lan)).toBe("10.1.1.1");
  expect(findClientAddress("10.1.1.1", undefined, lan)).toBe("10.1.1.1");
});

test("a hop may have a port, and brackets", () => {
  for (const hop of ["203.0.113.7:51234", "[::ffff:203.0.113.7]:443"])
    expect(findClientAddress("127.0.0.1", hop, lan)).toBe("203.0.113.7");
  for (const hop of ["[2001:db8::7]:51234", "[2001:db8::7]", "2001:db8::7", '"[2001:db8::7]:1"'])
    expect(findClientAddress("127.0.0.1", hop, lan)).toBe("2001:db8::7");
  expect(findClientAddress("127.0.0.1", "[nonsense]:1", lan)).toBe("127.0.0.1");
});

test("an IPv6 network counts as one client, whichever of its 2^64 addresses is used", () => {
  expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressGroup("2001:db8:1:2::9")).toBe("2001:db8:1:2::/64");
  expect(addressGroup("2001:0db8::1")).toBe("2001:db8:0:0::/64");
  expect(addressGroup("203.0.113.7")).toBe("203.0.113.7");
});

test("an invalid entry is named", () => {
  for (const bad of ["10.0.0.0/33", "proxy.local", "10.0.0.1/", "::1/129"])
    expect(() => parseTrustedProxies(bad)).toThrow(bad);
});

test.each(["::ffff:9.9.9.9", "::FFFF:9.9.9.9", "::ffff:909:909", "0:0:0:0:0:ffff:9.9.9.9", "0:0:0:0:0:FFFF:0909:0909"])(
  "an IPv4 address counts as the same however IPv6 writes it: %s",
  (address) => expect(plainAddress(address)).toBe("9.9.9.9"),
);

test.each(["2001:db8::ffff:909:909", "ffff::1", "::1", "9.9.9.9", "nonsense:ffff"])("%s stays as it is", (address) =>
  expect(plainAddress(address)).toBe(address),
);
