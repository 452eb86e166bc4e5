import { expect, test } from "vitest";
import { loginBody, profileBody, registerBody } from "./schema.ts";

test("E1: a space that a phone's keyboard adds to a name is taken away, also at the sign-in", () => {
  const account = { username: " alice ", email: " a@example.com", password: "a long sentence" };
  expect(registerBody.parse(account).username).toBe("alice");
  expect(loginBody.parse(account).username).toBe("alice");
  expect(profileBody.parse({ ...account, firstName: "", lastName: "" }).username).toBe("alice");
  expect(loginBody.parse({ ...account, password: " kept as it is " }).password).toBe(" kept as it is ");
  expect(registerBody.safeParse({ ...account, username: "al ice" }).success).toBe(false);
});
