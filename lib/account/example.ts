import { randomBytes } from "node:crypto";
import { setCartLine } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { getSku } from "#lib/sku/store.ts";
import { getUser } from "#lib/user/store.ts";
import { registerUser } from "./register.ts";

/** The keys that the challenge shows, on a store that does not have them: nothing that exists is changed. */

const PARKER = { username: "parker", email: "parker@example.com", firstName: "Parker", lastName: "Perry" };
const PARKERS_ID = "1";
const LINES = [
  ["sku123", 2],
  ["sku456", 1],
] as const;
const LAST_INTEGER = 10_000;
/** Integers of one LPUSH. */
const BATCH = 1000;

/** A key of the example: whether it was made, and what is there, in words. */
export interface ExampleKey {
  key: string;
  made: boolean;
  what: string;
}

async function makeSkus(): Promise<ExampleKey[]> {
  const made: ExampleKey[] = [];
  for (const [id] of LINES) {
    const sample = sampleSkus.find((sku) => sku.id === id);
    const created = sample !== undefined && (await createSku(sample)).ok;
    const sku = await getSku(id);
    made.push({ key: keys.sku(id), made: created, what: sku ? `${sku.name}, ${sku.price}` : "not a product" });
  }
  return made;
}

/** @returns the user, and the password where the account is new */
async function makeParker(): Promise<{ entry: ExampleKey; password: string | null; isParkers: boolean }> {
  const key = keys.user(PARKERS_ID);
  const existing = await getUser(PARKERS_ID);
  if (existing) {
    const isParkers = existing.firstName === PARKER.firstName && existing.lastName === PARKER.lastName;
    const what = isParkers ? "Parker Perry" : `the account of ${existing.username}, which stays as it is`;
    return { entry: { key, made: false, what }, password: null, isParkers };
  }
  const next = Number((await withRedis((redis) => redis.get(keys.userIds))) ?? 0) + 1;
  if (next !== Number(PARKERS_ID) || (await withRedis((redis) => redis.exists(key)))) {
    const what = "not an account: its id was given before, and ids are never given again";
    return { entry: { key, made: false, what }, password: null, isParkers: false };
  }
  const password = randomBytes(12).toString("base64url");
  const registered = await registerUser({ ...PARKER, password, byOperator: true });
  if (!registered.ok) {
    const what =
      registered.reason === "taken" ? `not there: the name ${PARKER.username} is taken` : "not there: too busy";
    return { entry: { key, made: false, what }, password: null, isParkers: false };
  }
  // Somebody else may have registered at the same moment.
  const isParkers = registered.user.id === PARKERS_ID;
  return { entry: { key: keys.user(registered.user.id), made: true, what: "Parker Perry" }, password, isParkers };
}

async function makeCart(isParkers: boolean): Promise<ExampleKey> {
  const key = keys.cart(PARKERS_ID);
  const before = await withRedis((redis) => redis.hGetAll(key));
  const isEmpty = Object.keys(before).length === 0;
  if (isEmpty && isParkers)
    for (const [id, quantity] of LINES) await setCartLine({ id: PARKERS_ID, guest: false }, id, quantity);
  const lines = Object.entries(await withRedis((redis) => redis.hGetAll(key)));
  const what = lines.map(([id, quantity]) => `${id} ${quantity}`).join(", ") || "empty: it belongs to another account";
  return { key, made: isEmpty && lines.length > 0, what };
}

async function makeBigList(): Promise<ExampleKey> {
  const key = keys.bigList;
  return withRedis(async (redis) => {
    if (await redis.exists(key)) {
      const isList = (await redis.type(key)) === "list";
      const what = isList ? `${await redis.lLen(key)} integers, as the laboratory left them` : "not a list";
      return { key, made: false, what };
    }
    // One transaction: nobody sees a part of it.
    const insertion = redis.multi();
    for (let first = 1; first <= LAST_INTEGER; first += BATCH)
      insertion.lPush(
        key,
        Array.from({ length: BATCH }, (_, i) => String(first + i)),
      );
    await insertion.exec();
    return { key, made: true, what: `${LAST_INTEGER} down to 1` };
  });
}

/**
 * Makes what the challenge shows: `user:1` (Parker Perry), `cart:1`, `sku:sku123`, `sku:sku456` and `biglist`. What
 * exists is never changed, so it can be repeated. About 40 round trips and one bcrypt.
 * @returns what is there now, key by key, and the password of a new account
 * @throws RedisUnavailableError
 */
export async function makeExample(): Promise<{ entries: ExampleKey[]; username: string; password: string | null }> {
  const skus = await makeSkus();
  const { entry, password, isParkers } = await makeParker();
  const entries = [entry, await makeCart(isParkers), ...skus, await makeBigList()];
  return { entries, username: PARKER.username, password };
}
