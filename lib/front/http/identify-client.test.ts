import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { CLIENT_ADDRESS_HEADER, parseTrustedProxies } from "#lib/net/client-address.ts";
import { type ClientOptions, identifyClient } from "./identify-client.ts";

const options: ClientOptions = {
  trusted: parseTrustedProxies("127.0.0.1"),
  secret: "known to nobody else",
  alwaysHttps: false,
};

/** What the store learns of a request. */
function identify(remoteAddress: string, sent: IncomingMessage["headers"], more: Partial<ClientOptions> = {}) {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remoteAddress });
  const req = new IncomingMessage(socket);
  req.headers = { host: "inside:3000", ...sent };
  const https = identifyClient(req, { ...options, ...more });
  return { https, address: req.headers[CLIENT_ADDRESS_HEADER], host: req.headers.host, headers: req.headers };
}
const forwarded = {
  "x-forwarded-for": "6.6.6.6, 203.0.113.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "store.example",
};

test("forwarded headers are believed from a trusted proxy", () => {
  expect(identify("127.0.0.1", forwarded)).toMatchObject({
    https: true,
    address: "203.0.113.7",
    host: "store.example",
  });
  expect(identify("::ffff:127.0.0.1", forwarded)).toMatchObject({ https: true, address: "203.0.113.7" });
});

test("from anybody else they are dropped, and that is reported", () => {
  const onUntrusted = vi.fn();
  const found = identify("198.51.100.9", { ...forwarded, [CLIENT_ADDRESS_HEADER]: "1.2.3.4" }, { onUntrusted });
  expect(found).toMatchObject({ https: false, address: "198.51.100.9", host: "inside:3000" });
  expect(found.headers).toMatchObject({ "x-forwarded-proto": "http" });
  expect(found.headers["x-forwarded-host"]).toBeUndefined();
  expect(onUntrusted).toHaveBeenCalledWith("198.51.100.9");
});

test("a host that is none is not believed", () => {
  expect(identify("127.0.0.1", { "x-forwarded-host": "evil.example/path" }).host).toBe("inside:3000");
});

test("ASVS 6.3.1: a request that Next.js sends on to the store keeps its client, whatever that sent", () => {
  const first = identify("198.51.100.9", forwarded);
  // It names the address of this machine, where the store listens.
  const sent = { ...first.headers, "x-forwarded-for": "203.0.113.99", host: "127.0.0.1:3000" };
  const own = identify("127.0.0.1", sent);
  expect(own).toMatchObject({ address: "198.51.100.9", https: false, host: "inside:3000" });
  const overHttps = identify("127.0.0.1", identify("127.0.0.1", forwarded).headers);
  expect(overHttps).toMatchObject({ address: "203.0.113.7", https: true, host: "store.example" });
});

test.each(["", "known to nobody els3", "short", "a longer secret than the right one"])(
  "a guessed secret (%j) changes nothing",
  (secret) => {
    const sent = { "x-fwr-own": secret, [CLIENT_ADDRESS_HEADER]: "1.2.3.4" };
    expect(identify("198.51.100.9", sent).address).toBe("198.51.100.9");
  },
);

test("a public address with https makes every request one over https", () => {
  expect(identify("198.51.100.9", {}, { alwaysHttps: true })).toMatchObject({ https: true });
});
