import { expect, test } from "vitest";
import { loadConfig } from "#lib/config.ts";
import { bearsToken } from "./metrics-token.ts";

test.each<[header: string | null, token: string | undefined, admitted: boolean]>([
  ["Bearer scrape-me-7", "scrape-me-7", true],
  ["bearer   scrape-me-7 ", "scrape-me-7", true],
  ["Bearer scrape-me-8", "scrape-me-7", false],
  ["Bearer scrape-me", "scrape-me-7", false],
  ["Bearer ", "scrape-me-7", false],
  ["Basic scrape-me-7", "scrape-me-7", false],
  [null, "scrape-me-7", false],
  // Without the variable nobody has a token, whatever it is.
  ["Bearer undefined", undefined, false],
  ["Bearer ", undefined, false],
])("%s with the token %s", (header, token, admitted) => {
  expect(bearsToken(header, token)).toBe(admitted);
});

test("a token that a header can't bear, or that is short, is refused at the start", () => {
  for (const METRICS_TOKEN of ["short", "with a space in it"])
    expect(() => loadConfig({ METRICS_TOKEN })).toThrow("METRICS_TOKEN");
  expect(loadConfig({ METRICS_TOKEN: "" }).METRICS_TOKEN).toBeUndefined();
});
