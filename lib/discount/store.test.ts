import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { countUnknownCode, secondsUntilRetry } from "./attempt-limit.ts";
import { checkDiscount } from "./hold.ts";
import { createDiscountBody, termsBody } from "./schema.ts";
import { createDiscount, editDiscount, getDiscount, listDiscounts, setDiscountActive } from "./store.ts";

setUpRedis(launchTestCluster);

const parse = (input: object) =>
  createDiscountBody.safeParse({ code: "spring-27", kind: "percent", value: "10", ...input });
const errorOf = (input: object) => parse(input).error?.issues[0]?.path.join(".");

test("G2: a code is stored in capitals with its terms, and can't be created twice", async () => {
  const given = {
    minimum: "50",
    startsAt: "2027-05-01T09:00",
    endsAt: "2027-06-01T09:00:00Z",
    userLimit: "2",
    totalLimit: "",
  };
  const body = createDiscountBody.parse({ code: " spring-27 ", kind: "percent", value: "10", ...given });
  expect(await createDiscount(body)).toBe(true);
  expect(await createDiscount({ ...body, value: "90" })).toBe(false);
  const wanted = {
    ...{ code: "SPRING-27", kind: "percent", value: "10", minimum: "50.00", total_limit: 0, user_limit: 2 },
    ...{ starts_at: Date.UTC(2027, 4, 1, 9) / 1000, ends_at: Date.UTC(2027, 5, 1, 9) / 1000 },
    ...{ used: 0, held: 0, active: true },
  };
  expect(await getDiscount("SPRING-27")).toMatchObject(wanted);
  expect((await listDiscounts({ limit: 10 })).items).toMatchObject([wanted]);
});

test("terms can be edited, uses stay, and editing never creates a code", async () => {
  await createDiscount(createDiscountBody.parse({ code: "ONE", kind: "fixed", value: "5", totalLimit: 3 }));
  expect(await editDiscount(termsBody.parse({ code: "one", userLimit: 1 }))).toBe(true);
  expect(await getDiscount("ONE")).toMatchObject({
    value: "5.00",
    total_limit: 0,
    user_limit: 1,
    used: 0,
    ends_at: null,
  });
  expect(await setDiscountActive("ONE", false)).toBe(true);
  expect(await withRedis((redis) => checkDiscount(redis, "ONE", "7", 100))).toMatchObject({
    refusal: { rule: "stopped" },
  });
  expect([await editDiscount({ code: "TWO" }), await setDiscountActive("TWO", true)]).toEqual([false, false]);
  expect(await getDiscount("TWO")).toBeNull();
});

test.each([
  ["code", { code: "AB" }],
  ["code", { code: "A B C" }],
  ["code", { code: "ſPRING" }],
  ["kind", { kind: "gift" }],
  ["value", { value: "0" }],
  ["value", { value: "101" }],
  ["value", { value: "12.5" }],
  ["value", { kind: "fixed", value: "0.00" }],
  ["value", { kind: "fixed", value: "-5" }],
  ["minimum", { minimum: "much" }],
  ["startsAt", { startsAt: "tomorrow" }],
  ["startsAt", { startsAt: "2027-13-01T09:00" }],
  ["endsAt", { startsAt: "2027-05-01T09:00", endsAt: "2027-05-01T09:00" }],
  ["totalLimit", { totalLimit: "0" }],
  ["userLimit", { userLimit: "1.5" }],
])("the error is reported for %s: %j", (field, input) => {
  expect(errorOf(input)).toBe(field);
});

test("an address that has tried two hundred unknown codes has to wait, others do not", async () => {
  for (let i = 0; i < 200; i++) {
    expect(await secondsUntilRetry("10.0.0.1")).toBeNull();
    await countUnknownCode("10.0.0.1");
  }
  expect(await secondsUntilRetry("10.0.0.1")).toBeGreaterThan(0);
  expect(await secondsUntilRetry("10.0.0.2")).toBeNull();
});
