import { cookies, headers } from "next/headers";
import { CLIENT_ADDRESS_HEADER } from "#lib/net/client-address.ts";
import { cookiesOf } from "./cookies.ts";
import { isForwardedHttps } from "./forwarded.ts";
import type { RequestContext } from "./request-context.ts";

/** The context of the page or action that Next.js is running. Only an action may set cookies. */
export async function nextContext(): Promise<RequestContext> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const asSent = cookiesOf(sent.get("cookie") ?? "");
  return {
    path: "",
    clientAddress: sent.get(CLIENT_ADDRESS_HEADER) ?? "",
    https: isForwardedHttps(sent.get("x-forwarded-proto")),
    header: (name) => sent.get(name),
    cookies(name) {
      // Next.js tells one value of each name: the last that was sent, or the one that was set since, by an action whose
      // page is rendered now.
      const now = jar.get(name)?.value;
      if (now === undefined) return [];
      const values = asSent.read(name);
      return values.includes(now) ? values : [now];
    },
    setCookie: (name, value, attributes) => void jar.set({ name, value, ...attributes }),
  };
}
