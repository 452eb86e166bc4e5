import { expect, test } from "vitest";
import { isReservedName } from "./reserved-names.ts";

test.each([
  ...["admin", "Admin", "admin.", "admin-", "ad_min", "adm1n", "admln", "adrnin", "4dmin", "admin1", "admin2026"],
  ...["administrator", "r00t", "root_2", "supp0rt", "Fake-Web.Retailer", "system", "roo7", "suppor7", "aclmin"],
  ...["adnnin", "1admin"],
])("%s looks like a name of those who run the store", (name) => expect(isReservedName(name)).toBe(true));

test.each([
  ...["alice", "madmin", "adminton", "badminton-fan", "rooter", "a.d.m", "admin-of-nothing", "steam", "4711.a"],
])("%s does not", (name) => expect(isReservedName(name)).toBe(false));
