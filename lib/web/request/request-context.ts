import { type SetCookie, stringifySetCookie } from "cookie";
import { CLIENT_ADDRESS_HEADER } from "#lib/net/client-address.ts";
import type { ApiRequest } from "./api-request.ts";
import { type Cookies, cookiesOf } from "./cookies.ts";
import { isForwardedHttps } from "./forwarded.ts";

export type CookieAttributes = Omit<SetCookie, "name" | "value">;

/**
 * What the store needs to know of a request, as one value. Whatever asks who the visitor is takes it as an argument;
 * it is made from a request to the API here, and for pages and actions in next-context.ts.
 */
export interface RequestContext {
  /** The path that is asked for; "" where Next.js does not tell it. */
  readonly path: string;
  /** The address of the client as the front found it, for limits; "" without a front. */
  readonly clientAddress: string;
  /** Whether the client came over https. */
  readonly https: boolean;
  /** A header by its lower-case name; null when it is absent. */
  header(name: string): string | null;
  /** The values of a cookie by its name, as they are now: one that was set during this request is read back alone. */
  cookies(name: string): readonly string[];
  /** Sets a cookie by the reply. */
  setCookie(name: string, value: string, attributes: CookieAttributes): void;
}

/** The context of a request to the API, and what the reply to it has to send as `Set-Cookie`, one line a cookie. */
export function contextOfRequest(request: ApiRequest): RequestContext & { readonly setCookieLines: readonly string[] } {
  const setCookieLines: string[] = [];
  let cookies: Cookies | undefined;
  const readCookies = () => {
    cookies ??= cookiesOf(request.header("cookie") ?? "");
    return cookies;
  };
  return {
    setCookieLines,
    path: request.target.split("?", 1)[0] ?? "",
    clientAddress: request.header(CLIENT_ADDRESS_HEADER) ?? "",
    https: isForwardedHttps(request.header("x-forwarded-proto")),
    header: (name) => request.header(name),
    cookies: (name) => readCookies().read(name),
    setCookie(name, value, attributes) {
      readCookies().note(name, value);
      setCookieLines.push(stringifySetCookie({ name, value, ...attributes }));
    },
  };
}
