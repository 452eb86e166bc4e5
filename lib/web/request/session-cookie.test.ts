import { sealData } from "iron-session";
import { beforeEach, expect, test, vi } from "vitest";
import { newSid } from "#lib/session/identity.ts";

const OLD = "an old secret that is long enough to be one";
const NEW = "a new secret that is long enough to be one!";

/** The seal and the cookie as a process with these secrets has them. */
async function startProcess(...secrets: string[]) {
  vi.resetModules();
  process.env.SESSION_SECRET = secrets.join(",");
  return { ...(await import("#lib/session/seal.ts")), ...(await import("./session-cookie.ts")) };
}

beforeEach(() => vi.resetModules());

test("ASVS 7.2: a sealed sid opens, and shows nothing of the sid", async () => {
  const { sealSid, unsealSid } = await startProcess(NEW);
  const sid = newSid();
  const seal = await sealSid(sid);
  expect(seal).not.toContain(sid);
  expect(await unsealSid(seal)).toBe(sid);
  expect(await unsealSid(seal)).toBe(sid);
});

test("forged, truncated, foreign-secret and oversized cookies count as no session and never throw", async () => {
  const foreign = await (await startProcess(OLD)).sealSid(newSid());
  const { sealSid, unsealSid } = await startProcess(NEW);
  const seal = await sealSid(newSid());
  const wrong = await sealData({ sid: "../../etc" }, { password: { 1: NEW }, ttl: 0 });
  const bad = [
    undefined,
    "",
    "x",
    "\0",
    "Fe26.2*1*2*3*4*5*6*7~2",
    foreign,
    wrong,
    seal.slice(0, -20),
    seal.slice(1),
    seal.replace(/.$/, ""),
    `${seal.slice(0, 60)}A${seal.slice(61)}`,
    seal.repeat(50),
    "a".repeat(100_000),
  ].filter((cookie) => cookie !== seal && cookie !== `${seal}`);
  for (const cookie of bad) {
    const sid = await unsealSid(cookie);
    // Without its version mark a seal is whole.
    if (cookie !== seal.replace(/.$/, "")) expect(sid, cookie?.slice(0, 40)).toBeNull();
  }
});

test("SESSION_SECRET rotates without signing anyone out, also when the old secret is taken away at last", async () => {
  const sid = newSid();
  const before = await (await startProcess(OLD)).sealSid(sid);
  const during = await startProcess(NEW, OLD);
  expect(await during.unsealSid(before)).toBe(sid);
  const sealed = await during.sealSid(sid);
  const after = await startProcess(NEW);
  expect(await after.unsealSid(sealed)).toBe(sid);
  expect(await after.unsealSid(before)).toBeNull();
});

test("the cookie is HttpOnly, Lax, for the whole site, and __Host- and Secure over https", async () => {
  const { writeSid, readSid, clearSid } = await startProcess(NEW);
  const { contextOfRequest } = await import("./request-context.ts");
  const { apiRequestOf } = await import("./api-request.ts");
  const overHttps = new Request("http://store.example", { headers: { "x-forwarded-proto": "https" } });
  const context = contextOfRequest(apiRequestOf(overHttps));
  const sid = newSid();
  await writeSid(context, sid);
  expect(context.setCookieLines).toEqual([
    expect.stringMatching(/^__Host-fwr_session=[^;]+; Max-Age=172800; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  // What was set during a request is read back in it.
  expect(await readSid(context)).toBe(sid);
  clearSid(context);
  expect(context.setCookieLines[1]).toMatch(/^__Host-fwr_session=; Max-Age=0; .*Secure/);
  expect(await readSid(context)).toBeNull();
});

test("ASVS 16.3.3: a cookie that does not open is logged once a request, and nothing of it", async () => {
  const { writeSid, readSid } = await startProcess(NEW);
  const { contextOfRequest } = await import("./request-context.ts");
  const { apiRequestOf } = await import("./api-request.ts");
  const { captureLog } = await import("#test/capture-log.ts");
  const lines = captureLog();
  const contextWith = (cookie: string) =>
    contextOfRequest(apiRequestOf(new Request("http://store.example/api/cart?q=secret", { headers: { cookie } })));
  const forged = contextWith("fwr_session=Fe26.2*secret");
  expect([await readSid(forged), await readSid(forged)]).toEqual([null, null]);
  expect(lines).toMatchObject([{ level: "warn", event: "unreadable-session-cookie", path: "/api/cart" }]);
  expect(JSON.stringify(lines)).not.toContain("secret");

  for (const none of ["", "fwr_session=", "other=1"]) expect(await readSid(contextWith(none))).toBeNull();
  await writeSid(forged, newSid());
  expect(await readSid(forged)).not.toBeNull();
  expect(lines).toHaveLength(1);
});

test("E5: of two cookies of one name the good one counts, whichever comes first", async () => {
  const { sealSid, readSid } = await startProcess(NEW);
  const { contextOfRequest } = await import("./request-context.ts");
  const { apiRequestOf } = await import("./api-request.ts");
  const sid = newSid();
  const good = `fwr_session=${await sealSid(sid)}`;
  const junk = "fwr_session=junk";
  for (const cookie of [
    `${junk}; ${good}`,
    `${good}; ${junk}`,
    `${junk}; a=b; ${junk}; ${junk};${good}`,
    `fwr_session=; ${good}; ${good}`,
    `fwr_session="x"; fwr_session=%; ${good}`,
  ]) {
    const context = contextOfRequest(apiRequestOf(new Request("http://store.example", { headers: { cookie } })));
    expect(await readSid(context), cookie.slice(0, 40)).toBe(sid);
    context.setCookie("fwr_session", "", {});
    expect(await readSid(context)).toBeNull();
  }
});
