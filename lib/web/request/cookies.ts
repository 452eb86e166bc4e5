import { parseCookie } from "cookie";

/** The cookies of a request, as they are now. */
export interface Cookies {
  /**
   * The values of a cookie in the order in which they were sent: a browser sends several of one name when they were set
   * for different paths or domains, and does not say which is which. One that was set during this request stands alone.
   */
  read(name: string): readonly string[];
  /** Notes that a cookie was set during this request. */
  note(name: string, value: string): void;
}

/** A header with one cookie, of characters that are not encoded: what nearly all shoppers send. */
const ONE_PLAIN = /^([\w-]+)=([\w*.~-]*)$/;

function readAll(header: string, name: string): readonly string[] {
  const [, only, value = ""] = ONE_PLAIN.exec(header) ?? [];
  if (only !== undefined) return only === name ? [value] : [];
  return header.split(";").flatMap((pair) => (pair.includes(name) ? (parseCookie(pair)[name] ?? []) : []));
}

/** @param header `Cookie` */
export function cookiesOf(header: string): Cookies {
  const known = new Map<string, readonly string[]>();
  return {
    read(name) {
      let values = known.get(name);
      if (!values) {
        values = readAll(header, name);
        known.set(name, values);
      }
      return values;
    },
    note: (name, value) => void known.set(name, [value]),
  };
}

/** The attributes of every cookie of the store. @param maxAge seconds; 0 takes it away */
export function cookieAttributes(secure: boolean, maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge } as const;
}
