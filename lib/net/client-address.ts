import { BlockList, isIP } from "node:net";

/** The header in which the front passes on the client's address; what a client sends under this name is overwritten. */
export const CLIENT_ADDRESS_HEADER = "x-fwr-client-address";

/** Proxies whose X-Forwarded-For is trusted. */
export type TrustedProxies = { has(address: string): boolean };

const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** The address of a client: an IPv4 address also where IPv6 writes it, as "::ffff:10.0.0.1" or in another spelling. */
export function plainAddress(address: string): string {
  if (!address.includes(":")) return address;
  const [, mapped = ""] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (isIP(mapped) === 4) return mapped;
  if (isIP(address) !== 6 || !/ffff/i.test(address)) return address;
  // In its shortest spelling.
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? [];
  if (!high || !low) return address;
  const bytes = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]);
  return bytes.join(".");
}

/**
 * Reads TRUSTED_PROXIES: addresses and networks, "10.0.0.0/8, ::1", separated by commas.
 * @throws Error that names the invalid entry
 */
export function parseTrustedProxies(text: string): TrustedProxies {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address = "", bits] = entry.split("/");
    const most = isIP(address) === 6 ? 128 : 32;
    if (!isIP(address) || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
      throw new Error(`"${entry}" is neither an address nor a network such as 10.0.0.0/8`);
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  if (list.rules.length === 0) return { has: () => false };
  return { has: (address) => isIP(address) !== 0 && list.check(address, family(address)) };
}

/** A hop of X-Forwarded-For as an address: some proxies add a port, and put IPv6 into brackets then. */
function addressOfHop(hop: string): string {
  const [, inBrackets] = /^"?\[([^\]]*)\](?::\d+)?"?$/.exec(hop) ?? [];
  const [, beforePort] = /^([\d.]+):\d+$/.exec(hop) ?? [];
  return plainAddress(inBrackets ?? beforePort ?? hop);
}

/**
 * The address of a client. X-Forwarded-For is read from its right end for as long as the hop that wrote it is trusted;
 * whatever a client puts at its left is ignored.
 */
export function findClientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): string {
  let client = plainAddress(remote ?? "");
  if (!forwardedFor) return client;
  const hops = forwardedFor.split(",");
  while (trusted.has(client)) {
    const before = addressOfHop(hops.pop()?.trim() ?? "");
    if (!isIP(before)) break;
    client = before;
  }
  return client;
}

/** Whether a client runs on this machine. One whose address nobody found out does so in development alone. */
export function isLocalClient(address: string): boolean {
  if (address === "") return process.env.NODE_ENV === "development";
  return address === "::1" || /^127\./.test(address);
}

/** The unit that rate limits count: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const zeros = address.includes("::") ? Array(Math.max(0, 8 - left.length - right.length)).fill("0") : [];
  return `${[...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(":")}::/64`;
}
