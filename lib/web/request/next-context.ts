import { cookies, headers } from "next/headers";
import { CLIENT_ADDRESS_HEADER } from "#lib/net/client-address.ts";
import { cookiesOf } from "./cookies.ts";
import { isForwardedHttps } from "./forwarded.ts";
import type { RequestContext } from "./request-context.ts";

/** The context of the page or action that Next.js is running. Only an action may set cookies. */
export async function nextContext(): Promise<RequestContext> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  // Next.js tells one value of each name.
  const all = cookiesOf(sent.get("cookie") ?? "");
  return {
    path: "",
    clientAddress: sent.get(CLIENT_ADDRESS_HEADER) ?? "",
    https: isForwardedHttps(sent.get("x-forwarded-proto")),
    header: (name) => sent.get(name),
    cookies: (name) => all.read(name),
    setCookie(name, value, attributes) {
      jar.set({ name, value, ...attributes });
      all.note(name, value);
    },
  };
}
