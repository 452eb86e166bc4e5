import { expect, test } from "vitest";
import { runBody, runKinds } from "#lib/lab/runs/schema.ts";
import { type KindField, runForms } from "./run-forms.ts";

/** Every number field with its kind. */
const numberFields = runForms.flatMap(({ kind, fields }) =>
  fields.filter((field) => field.max !== undefined).map((field): [string, KindField] => [kind, field]),
);

test("there is a form for every kind of run", () => {
  expect(runForms.map(({ kind }) => kind)).toEqual([...runKinds]);
});

test.each(numberFields)("%s: a number field has the bounds and the default of the schema", (kind, field) => {
  const accepts = (value: number) => runBody.safeParse({ kind, [field.name]: value }).success;
  const { min = 0, max = 0 } = field;
  expect([min - 1, min, max, max + 1].map(accepts)).toEqual([false, true, true, false]);
  const initial = field.optional ? undefined : Number(field.initial);
  expect(new Map<string, unknown>(Object.entries(runBody.parse({ kind }))).get(field.name)).toBe(initial);
});
