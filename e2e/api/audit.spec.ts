import { request } from "@playwright/test";
import { read } from "#e2e/support/api.ts";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { expect, newName, PASSWORD, signInAsAdmin, test } from "#e2e/support/test.ts";
import { auditList } from "#lib/web/openapi/replies/admin.ts";

/** What is recorded of those who use the store, as administrators read it. */

const open = () => request.newContext({ baseURL: process.env.STORE_URL ?? "" });

test("registering, signing in, failing, changing and being refused are recorded by user id", async () => {
  const [admin, context] = [await open(), await open()];
  await signInAsAdmin(admin);
  const username = newName();
  const registered = await context.post("/api/auth/register", {
    data: { username, email: `${username}@example.com`, password: PASSWORD },
  });
  const { id } = (await registered.json()).user;
  await context.post("/api/auth/login", { data: { username, password: "not my password" } });
  await context.post("/api/auth/login", { data: { username, password: PASSWORD } });
  expect((await context.get("/api/admin/metrics?secret=1")).status()).toBe(403);
  expect((await context.get("/admin/orders")).status()).toBe(403);
  const action = listActions().actions.find(({ name }) => name === "changePasswordAction");
  if (!action) throw new Error("There is no such action");
  await callAction(context, action, { current: PASSWORD, password: "another long sentence" });
  // Nobody is signed in elsewhere.
  expect((await context.delete("/api/sessions")).status()).toBe(204);

  const entries: string[] = [];
  let cursor = "";
  do {
    const page = await read(
      await admin.get(`/api/admin/audit?limit=200${cursor && `&cursor=${cursor}`}`),
      200,
      auditList,
    );
    entries.push(
      ...page.items
        .filter((entry) => entry.who === id || entry.on === `user:${id}`)
        .map(({ what, who, on, after }) => `${what} ${who === id ? "self" : who} ${on} ${after}`.trim()),
    );
    cursor = page.nextCursor ?? "";
  } while (cursor);
  expect(entries.reverse()).toEqual([
    `account-created self user:${id}`,
    `sign-in-failed  user:${id} 1 within an hour`,
    `sign-in self user:${id}`,
    "refused self /api/admin/metrics",
    "refused self /admin/orders",
    `password-changed self user:${id}`,
  ]);
  const text = await (await admin.get("/api/admin/audit?limit=200")).text();
  expect(text).not.toContain(username);
  expect(text).not.toContain("secret");
  await Promise.all([admin.dispose(), context.dispose()]);
});
