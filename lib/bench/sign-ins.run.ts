import { randomBytes } from "node:crypto";

/**
 * `node lib/bench/sign-ins.run.ts <url of a shop>`: what 20 sign-ins at once do to cart adds, and whether an unknown
 * name can be told from a wrong password by the time it takes. Figures are ratios of one run.
 */

const url = process.argv[2] ?? "http://localhost:3000";
const ROUNDS = 5;
const SECONDS = 4;
const SIGN_INS = 20;
const TRIES = 200;
const run = randomBytes(4).toString("hex");
const PASSWORD = "a sentence that is long enough";

function post(path: string, body: unknown, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", cookie };
  return fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function must(reply: Promise<Response>, status: number): Promise<Response> {
  const response = await reply;
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} in place of ${status}: ${text}`);
  return response;
}

async function register(username: string): Promise<string> {
  const body = { username, email: `${username}@example.com`, password: PASSWORD };
  const reply = await must(post("/api/auth/register", body), 201);
  return reply.headers.get("set-cookie")?.split(";")[0] ?? "";
}

const quantile = (values: number[], q: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
};

/** Adds to carts for some seconds, four at a time. @returns the times in ms */
async function addToCarts(cookies: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  const shopper = async (cookie: string) => {
    while (performance.now() < until) {
      const started = performance.now();
      await must(post("/api/cart/items", { sku: "sku123", quantity: 1 }, cookie), 200);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(cookies.map(shopper));
  return times;
}

async function measureCart(cookies: readonly string[], names: readonly string[]): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await addToCarts(cookies);
    let going = true;
    let done = 0;
    const signIns = names.map(async (username) => {
      while (going) {
        await must(post("/api/auth/login", { username, password: PASSWORD }), 200);
        done++;
      }
    });
    const beside = await addToCarts(cookies);
    going = false;
    await Promise.all(signIns);
    const [p, q] = [quantile(alone, 0.99), quantile(beside, 0.99)];
    const [m, n] = [quantile(alone, 0.5), quantile(beside, 0.5)];
    ratios.push(q / p);
    console.log(
      `cart adds: p50 ${m.toFixed(1)} and p99 ${p.toFixed(1)} ms alone, ${n.toFixed(1)} and ${q.toFixed(1)} ms beside ${SIGN_INS} sign-ins at once (${done} done); p99 ratio ${(q / p).toFixed(2)}`,
    );
  }
  console.log(`ratio of p99, median of ${ROUNDS}: ${quantile(ratios, 0.5).toFixed(2)}`);
}

async function measureGuessing(names: readonly string[]): Promise<void> {
  const times = { unknown: [] as number[], wrong: [] as number[] };
  for (let i = 0; i < TRIES; i++) {
    const known = names[i % names.length] ?? "";
    const attempts = [
      ["wrong", known],
      ["unknown", `nobody-${run}-${i}`],
    ] as const;
    // The failures of an account are forgiven in time, so that the limit does not answer in the place of bcrypt.
    if (i >= names.length && i % (names.length * 8) < names.length)
      await must(post("/api/auth/login", { username: known, password: PASSWORD }), 200);
    for (const [kind, username] of i % 2 ? attempts : [...attempts].reverse()) {
      const started = performance.now();
      await must(post("/api/auth/login", { username, password: "not the right sentence" }), 401);
      times[kind].push(performance.now() - started);
    }
  }
  const [unknown, wrong] = [quantile(times.unknown, 0.5), quantile(times.wrong, 0.5)];
  console.log(
    `refusals: median ${unknown.toFixed(1)} ms for an unknown name, ${wrong.toFixed(1)} ms for a wrong password over ${TRIES} tries each; ratio ${(unknown / wrong).toFixed(3)}`,
  );
}

const names = Array.from({ length: SIGN_INS }, (_, i) => `bench-${run}-${i}`);
const cookies: string[] = [];
for (const name of names) cookies.push(await register(name));
await measureGuessing(names);
await measureCart(cookies.slice(0, 4), names);
