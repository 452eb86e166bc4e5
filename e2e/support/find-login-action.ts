import { expect } from "#e2e/support/test.ts";

/** The hidden field by which the sign-in form names its action. */
export async function findLoginAction(): Promise<string> {
  const page = await (await fetch(`${process.env.STORE_URL}/login`)).text();
  const [, id = ""] = /(?:&quot;|")id(?:&quot;|"):(?:&quot;|")([0-9a-f]{40,})/.exec(page) ?? [];
  expect(id).not.toBe("");
  return id;
}
