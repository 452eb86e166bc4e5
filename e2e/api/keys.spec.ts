import { ageSignIns } from "#e2e/support/age-sign-ins.ts";
import { readProblem } from "#e2e/support/api.ts";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";

/** The browser of keys over HTTP. */

test("keys are listed by pages, read by type, changed and deleted, and each act is audited", async ({
  request,
  redis,
}) => {
  await signInAsAdmin(request);
  const id = newName();
  const key = `${id}:a/b é%?#`;
  const address = `/api/admin/keys/${encodeURIComponent(key)}`;
  await redis("HSET", key, "f", "1", "password_hash", "secret");
  await redis("RPUSH", `${id}:list`, "a", "b", "c");

  const listed = await (await request.get("/api/admin/keys", { params: { pattern: `${id}:*`, limit: "1000" } })).json();
  expect(listed.total).toBeGreaterThan(1);
  expect(await (await request.get("/api/admin/keys", { params: { pattern: `${id}:list` } })).json()).toEqual({
    items: [{ key: `${id}:list`, type: "list", ttl: null, bytes: expect.any(Number) }],
    nextCursor: null,
    scanned: expect.any(Number),
    total: expect.any(Number),
  });
  const details = {
    key,
    type: "hash",
    ttl: null,
    bytes: expect.any(Number),
    encoding: expect.stringMatching(/listpack/),
    length: 2,
    value: { f: "1", password_hash: "••••••••" },
    nextCursor: null,
  };
  expect(await (await request.get(address)).json()).toEqual(details);
  const first = await (await request.get(`/api/admin/keys/${id}:list?limit=2`)).json();
  expect(first).toMatchObject({ length: 3, value: ["a", "b"], nextCursor: expect.any(String) });
  const rest = await request.get(`/api/admin/keys/${id}:list`, { params: { limit: "2", cursor: first.nextCursor } });
  expect(await rest.json()).toMatchObject({ value: ["c"], nextCursor: null });

  const changed = await request.patch(address, { data: { field: "f", value: "2", type: "hash" } });
  expect(await changed.json()).toEqual({ ...details, value: { ...details.value, f: "2" } });
  const expiring = await (await request.patch(address, { data: { ttl: 600 } })).json();
  expect(expiring.ttl).toBeGreaterThan(0);
  expect((await (await request.patch(address, { data: { ttl: null } })).json()).ttl).toBeNull();

  await readProblem(await request.patch(address, { data: { field: "f", value: "3", type: "string" } }), 409);
  await readProblem(await request.delete(`${address}?type=list`), 409);
  expect(await redis("HGET", key, "f")).toBe("2");
  const bodies = [{}, { ttl: 0 }, { ttl: 1.5 }, { ttl: 1, field: "f", value: "1" }, { field: "f" }, { value: "1" }];
  for (const data of [...bodies, { field: "password_hash", value: "x" }, { ttl: "1" }])
    expect((await readProblem(await request.patch(address, { data }), 422)).errors, JSON.stringify(data)).toBeTruthy();
  await readProblem(await request.patch("/api/admin/keys/user:0", { data: { field: "role", value: "shopper" } }), 422);
  await readProblem(await request.delete("/api/admin/keys/audit"), 422);
  await readProblem(await request.get("/api/admin/keys?limit=0"), 422);
  await readProblem(await request.get("/api/admin/keys?type=nonsense"), 422);

  expect((await request.delete(`${address}?type=hash`)).status()).toBe(204);
  for (const reply of [
    await request.get(address),
    await request.patch(address, { data: { ttl: 1 } }),
    await request.delete(address),
  ])
    await readProblem(reply, 404);
  const { items } = await (await request.get("/api/admin/audit", { params: { on: `key:${key}` } })).json();
  expect(items).toMatchObject([
    { what: "key-deleted", who: "0", before: "hash" },
    { what: "key-changed", after: "no expiry" },
    { what: "key-changed", before: "no expiry", after: "expires in 600 s" },
    { what: "key-changed", before: "f: 1", after: "f: 2" },
  ]);
});

test("keys are changed only within an hour of signing in", async ({ request, redis }) => {
  const name = newName();
  await registerByApi(request, name);
  await redis("HSET", `user:${await redis("GET", `username_to_id:${name}`)}`, "role", "admin");
  await redis("SET", `${name}:key`, "text");
  await ageSignIns(redis, name, 3601);
  const address = `/api/admin/keys/${name}:key`;
  expect(await (await request.get(address)).json()).toMatchObject({ value: "text" });
  await readProblem(await request.patch(address, { data: { ttl: 5 } }), 403);
  await readProblem(await request.delete(address), 403);
  expect(await redis("TTL", `${name}:key`)).toBe(-1);
});
