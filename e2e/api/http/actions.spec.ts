import { findLoginAction } from "#e2e/support/find-login-action.ts";
import { expect, test } from "#e2e/support/test.ts";

/** Calls of server actions that no page of this build makes. */

const STORE = process.env.STORE_URL;

test("F5: a page that was kept open over a deployment says so, and what was typed into it", async () => {
  const action = await findLoginAction();
  const old = action.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  const form = new FormData();
  form.set("$ACTION_REF_1", "");
  form.set("$ACTION_1:0", JSON.stringify({ id: old, bound: "$@1" }));
  form.set("$ACTION_1:1", "[null]");
  form.set("username", "somebody");
  form.set("password", "a secret sentence");
  const headers = { accept: "text/html" };
  const reply = await fetch(`${STORE}/login?next=/cart`, { method: "POST", headers, body: form });
  expect([reply.status, reply.headers.get("content-type")]).toEqual([409, "text/html; charset=utf-8"]);
  const page = await reply.text();
  expect(page).toContain("This page is old");
  expect(page).toContain('href="/login?next=/cart"');
  expect(page).toContain("somebody");
  expect(page).not.toContain("a secret sentence");
});

test("F5: what no action can be called with is 400, in words, and never 500", async () => {
  const id = await findLoginAction();
  const meta = JSON.stringify({ id, bound: "$@1" });
  const forms: Record<string, string>[] = [
    { "$ACTION_1:0": meta, "$ACTION_1:1": "[garbage" },
    { "$ACTION_1:0": meta, "$ACTION_1:1": '["$1:a:a"]' },
    { "$ACTION_1:0": meta, "$ACTION_1:1": "[]" },
    { "$ACTION_1:0": meta, "$ACTION_1:1": "{}" },
    { "$ACTION_1:0": meta },
    { "$ACTION_1:0": "{garbage" },
    { "$ACTION_1:0": "null" },
    { "$ACTION_1:0": JSON.stringify({ id, bound: "$@7" }) },
    { "$ACTION_1:0": JSON.stringify({ id: "7f", bound: null }) },
  ];
  for (const fields of forms) {
    const form = new FormData();
    form.set("$ACTION_REF_1", "");
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const reply = await fetch(`${STORE}/login`, { method: "POST", headers: { accept: "text/html" }, body: form });
    const text = await reply.text();
    expect([200, 400, 409, 422], JSON.stringify(fields)).toContain(reply.status);
    expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
    if (reply.status === 400) expect(text).toContain("<h1>This form can't be read</h1>");
  }
  for (const body of ["[garbage", '["$K1"]', '["$Q7"]', '["$F1"]', "", '"', '[null,"$K1"]', '{"a":"$@1"}']) {
    const headers = { "next-action": id, accept: "text/x-component", "content-type": "text/plain;charset=UTF-8" };
    const reply = await fetch(`${STORE}/login`, { method: "POST", headers, body });
    expect(reply.status, body).toBeLessThan(500);
  }
});

test("a form of thousands of fields is refused, and costs nobody else anything", async () => {
  const action = await findLoginAction();
  const form = new FormData();
  for (let i = 0; i < 6000; i++) form.set(`_1_${i.toString(36)}`, "");
  form.set("0", '[null,"$K1"]');
  const reply = await fetch(`${STORE}/login`, {
    method: "POST",
    headers: { "next-action": action, accept: "text/x-component" },
    body: form,
  });
  expect(await reply.text()).toContain("What was sent is not a form of this store.");
  const many = Array.from({ length: 2000 }, (_, i) => i).join("&");
  expect((await fetch(`${STORE}/api/skus?${many}`)).status).toBe(200);
});
