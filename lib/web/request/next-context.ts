import { cookies, headers } from "next/headers";
import { CLIENT_ADDRESS_HEADER } from "#lib/net/client-address.ts";
import { isForwardedHttps } from "./forwarded.ts";
import type { RequestContext } from "./request-context.ts";

/** The context of the page or action that Next.js is running. Only an action may set cookies. */
export async function nextContext(): Promise<RequestContext> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return {
    path: "",
    clientAddress: sent.get(CLIENT_ADDRESS_HEADER) ?? "",
    https: isForwardedHttps(sent.get("x-forwarded-proto")),
    header: (name) => sent.get(name),
    cookie: (name) => jar.get(name)?.value,
    setCookie: (name, value, attributes) => void jar.set({ name, value, ...attributes }),
  };
}
