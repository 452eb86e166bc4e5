import { expect, test } from "vitest";
import { spreadOf } from "./spread.ts";

test("a spread has the median of an odd and of an even number of values", () => {
  expect(spreadOf([4, 6, 0.1, 4.2, 3.9])).toEqual({ median: 4, min: 0.1, max: 6 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(spreadOf([]).median).toBeNaN();
});
