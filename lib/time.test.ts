import { expect, test } from "vitest";
import { isoTime } from "./time.ts";

test.each([
  [1_764_167_000.123, "2025-11-26T14:23:20.123Z"],
  [Number.NaN, "1970-01-01T00:00:00.000Z"],
  [-1, "1970-01-01T00:00:00.000Z"],
  [1e40, "9999-12-31T23:59:59.000Z"],
  [Number.POSITIVE_INFINITY, "9999-12-31T23:59:59.000Z"],
])("G8: %s seconds are shown as a time, whoever wrote them", (seconds, iso) => expect(isoTime(seconds)).toBe(iso));
