/** Addresses of Redis servers as people write them, and how they are shown: never with any part of a password. */

/** What is wrong with an address that can't be read, or can be read in two ways. It repeats nothing of it. */
export const REDIS_ADDRESS_HINT =
  "must be an address such as redis://user:password@host:6379, or rediss:// for TLS; in a password write % as %25, " +
  "/ as %2F, # as %23, ? as %3F, comma as %2C and @ as %40";

const canDecode = (text: string) => {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
};

/** The URL of a server, if it can be read in one way only: else what looks like a host may be part of a password. */
function parse(text: string): URL | null {
  if (!/^rediss?:\/\/\S+$/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.hostname !== "" && url.hash === "" && /^\/?\d*$/.test(url.pathname) && !url.search.includes("@");
  return isPlain && canDecode(url.username) && canDecode(url.password) ? url : null;
}

/** Whether a text is the address of a server: `redis://`, `rediss://`, or `unix://` and a path. */
export const isRedisAddress = (text: string) => /^unix:\/\/\/[^\s@]+$/.test(text) || parse(text) !== null;

/** The nodes in a list, each `host:port` or an address. A comma in a password is %2C. */
export const splitNodes = (nodes: string) => nodes.split(",").map((node) => node.trim());

/** Whether a text names the nodes of a cluster, or Sentinels, each with its port. */
export function areRedisNodes(nodes: string): boolean {
  return splitNodes(nodes).every((node) =>
    node.includes("://") ? /^\d+$/.test(parse(node)?.port ?? "") : /^([^\s:/@]+|\[[\da-f:.]+\]):\d+$/i.test(node),
  );
}

/** Whether a text is a name that Sentinels monitor, or `redis://user:password@name/0`. */
export const isSentinelMaster = (text: string) =>
  /^[\w.-]+$/.test(text) || /^[\w.-]+$/.test(parse(text)?.hostname ?? "");

/** An address without its credentials: scheme, host, port, database. What can't be read is not shown at all. */
export function describeRedisAddress(text: string): string {
  if (text.startsWith("unix://") && isRedisAddress(text)) return text;
  if (/^[\w.-]+$/.test(text) || (!text.includes("://") && areRedisNodes(text))) return text;
  const url = parse(text);
  return url ? `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}` : "(an address)";
}
