import { randomBytes } from "node:crypto";
import { Agent } from "node:http";
import type { Part } from "#bench/support/context.ts";
import { sendRequest } from "#bench/support/http.ts";
import type { Finding } from "#bench/support/report.ts";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";
import { spreadOf } from "#lib/spread.ts";

const SIGN_INS = 20;
const SHOPPERS = 4;
const ATTEMPTS = 200;
const PASSWORD = "a sentence that is long enough";

async function post(url: string, body: unknown, status: number, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", cookie };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== status) throw new Error(`${url}: ${response.status} instead of ${status}: ${text}`);
  return response;
}

/** Adds to carts for some seconds, one request per cart at a time. @returns the p99 latency in ms */
async function addToCarts(url: string, cookies: readonly string[], seconds: number): Promise<number> {
  const histogram = newHistogram();
  const agent = new Agent({ keepAlive: true });
  const body = JSON.stringify({ sku: "sku123", quantity: 1 });
  const until = performance.now() + seconds * 1000;
  const shopper = async (cookie: string) => {
    while (performance.now() < until) {
      const started = performance.now();
      await sendRequest(`${url}/api/cart/items`, { agent, method: "POST", body, cookie });
      recordLatency(histogram, (performance.now() - started) * 1000);
    }
  };
  await Promise.all(cookies.map(shopper));
  agent.destroy();
  return percentileMs(histogram, 99);
}

async function measureCarts(
  url: string,
  { names, cookies }: { names: readonly string[]; cookies: readonly string[] },
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Finding> {
  const [alone, concurrent]: [number[], number[]] = [[], []];
  let signedIn = 0;
  for (let round = -1; round < rounds; round++) {
    const idle = await addToCarts(url, cookies, seconds);
    let running = true;
    const signIns = names.map(async (username) => {
      while (running) {
        await post(`${url}/api/auth/login`, { username, password: PASSWORD }, 200);
        signedIn++;
      }
    });
    const busy = await addToCarts(url, cookies, seconds);
    running = false;
    await Promise.all(signIns);
    // The first round is a warm-up.
    if (round >= 0) {
      alone.push(idle);
      concurrent.push(busy);
    }
  }
  return {
    title: `p99 of adding to a cart during ${SIGN_INS} concurrent sign-ins, compared with none`,
    ratio: spreadOf(concurrent.map((value, round) => value / (alone[round] ?? Number.NaN))),
    figures: [
      { title: "during sign-ins", value: spreadOf(concurrent), unit: "ms" },
      { title: "without sign-ins", value: spreadOf(alone), unit: "ms" },
    ],
    note: `${SHOPPERS} shoppers; ${signedIn} sign-ins succeeded.`,
  };
}

/** Whether an unknown name can be distinguished from a wrong password by the response time. */
async function measureRefusals(url: string, names: readonly string[], run: string): Promise<Finding> {
  const times = { unknown: [] as number[], wrong: [] as number[] };
  for (let i = 0; i < ATTEMPTS; i++) {
    const known = names[i % names.length] ?? "";
    const attempts = [
      ["wrong", known],
      ["unknown", `nobody-${run}-${i}`],
    ] as const;
    // A sign-in resets the failures of an account in time, so that bcrypt runs instead of the rate limit.
    if (i >= names.length && i % (names.length * 8) < names.length)
      await post(`${url}/api/auth/login`, { username: known, password: PASSWORD }, 200);
    for (const [kind, username] of i % 2 ? attempts : [...attempts].reverse()) {
      const started = performance.now();
      await post(`${url}/api/auth/login`, { username, password: "not the right sentence" }, 401);
      times[kind].push(performance.now() - started);
    }
  }
  const [unknown, wrong] = [spreadOf(times.unknown).median, spreadOf(times.wrong).median];
  return {
    title: "Median time of a refusal: unknown name compared with wrong password",
    ratio: spreadOf([unknown / wrong]),
    figures: [
      { title: "unknown name", value: unknown, unit: "ms" },
      { title: "wrong password", value: wrong, unit: "ms" },
    ],
    note: `${ATTEMPTS} attempts of each, alternating.`,
  };
}

/** How sign-ins affect other requests, and whether their timing reveals which names exist. */
export const signIns: Part = {
  name: "sign-ins",
  async run(context) {
    const { url } = await context.store();
    const run = randomBytes(4).toString("hex");
    const names = Array.from({ length: SIGN_INS }, (_, i) => `bench-${run}-${i}`);
    const cookies: string[] = [];
    for (const username of names) {
      const body = { username, email: `${username}@example.com`, password: PASSWORD };
      const reply = await post(`${url}/api/auth/register`, body, 201);
      cookies.push(reply.headers.get("set-cookie")?.split(";")[0] ?? "");
    }
    return [
      await measureRefusals(url, names, run),
      await measureCarts(url, { names, cookies: cookies.slice(0, SHOPPERS) }, context),
    ];
  },
};
