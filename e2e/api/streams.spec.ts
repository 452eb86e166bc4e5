import { measureBusyness } from "#e2e/support/busyness.ts";
import { expect, signInAsAdmin, test } from "#e2e/support/test.ts";

/** Reads a stream of events with the cookies of a context. @returns what has come so far, and whether it has ended */
async function follow(url: string, cookie: string) {
  const reply = await fetch(url, { headers: { cookie } });
  const stream = { status: reply.status, text: "", ended: false };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const piece of reply.body ?? []) stream.text += decoder.decode(piece, { stream: true });
    stream.ended = true;
  })();
  return stream;
}

test("streams of events end within five seconds of signing out", async ({ playwright, baseURL }) => {
  const context = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  await signInAsAdmin(context);
  const cookie = (await context.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const stream = await follow(`${baseURL}/api/admin/metrics/stream`, cookie);
  await expect(() => expect(stream.text).toContain("event: metrics")).toPass();
  expect(stream.ended).toBe(false);
  expect((await context.post("/api/auth/logout")).status()).toBe(204);
  await expect(() => expect(stream.ended).toBe(true)).toPass({ timeout: 5000 + (await measureBusyness(context)) });
  expect((await follow(`${baseURL}/api/admin/metrics/stream`, cookie)).status).toBe(401);
  await context.dispose();
});
