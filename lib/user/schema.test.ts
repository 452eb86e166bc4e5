import { expect, test } from "vitest";
import { loginBody, profileBody, registerBody } from "./schema.ts";

test("E1: a space that a phone's keyboard adds to a name is taken away, also at the sign-in", () => {
  const account = { username: " alice ", email: " a@example.com", password: "a long sentence" };
  expect(registerBody.parse(account).username).toBe("alice");
  expect(loginBody.parse(account).username).toBe("alice");
  expect(profileBody.parse({ ...account, firstName: "", lastName: "" }).username).toBe("alice");
  expect(loginBody.parse({ ...account, password: " kept as it is " }).password).toBe(" kept as it is ");
  for (const name of ["alice\t", "\u00a0alice\u3000", "\u200balice\u2060", "\ufeffalice\n", "alice \u200e "])
    for (const read of [registerBody.shape.username, loginBody.shape.username, profileBody.shape.username])
      expect(read.parse(name), JSON.stringify(name)).toBe("alice");
  for (const none of ["", " ", "\u200b"])
    expect(loginBody.safeParse({ ...account, username: none }).success).toBe(false);
  expect(registerBody.safeParse({ ...account, username: "al ice" }).success).toBe(false);
});
