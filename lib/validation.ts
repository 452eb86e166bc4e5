import { z } from "zod";
import { parseDigits } from "./digits.ts";
import { exceedsMaxAmount, formatMoney, MAX_AMOUNT, parseMoney } from "./money.ts";

/** What schemas share: the words in which zod complains, and fields that mean the same everywhere. */

const TYPE_NAMES: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

export const REQUIRED = "is required";

// Messages for checks without one of their own. Each continues from the name of the field.
z.config({
  customError: (issue) => {
    if (issue.code === "invalid_type") {
      if (issue.input === undefined) return REQUIRED;
      return `must be ${TYPE_NAMES[issue.expected] ?? `an ${issue.expected}`}`;
    }
    if (issue.code === "too_small") {
      if (issue.origin === "string") return `must have at least ${issue.minimum} characters`;
      return `must be at least ${issue.minimum}`;
    }
    if (issue.code === "too_big") {
      if (issue.origin === "string") return atMost(Number(issue.maximum));
      return `must be at most ${issue.maximum}`;
    }
    if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
    return undefined;
  },
});

/** The complaint about a text that is too long. */
export const atMost = (characters: number) => `must have at most ${characters} characters`;

/** A field that a form, a query or the environment may leave empty, which is the same as leaving it out. */
export function blankAsAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema);
}

/** A whole number as it was typed: digits, after a minus sign when it is negative. Anything else stays as it is. */
function readWhole(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const number = parseDigits(value.replace(/^-/, ""));
  if (number === null) return value;
  return value.startsWith("-") ? -number : number;
}

/** What {@link integer} complains about, where it is not said as everywhere. */
interface WholeNumberErrors {
  whole?: string;
  min?: string;
  max?: string;
}

/** A whole number within its bounds, in JSON. Each complaint is true of what was sent, also of 1e21. */
export function integer(min: number, max: number, errors: WholeNumberErrors = {}) {
  const complaints: Readonly<Record<string, string>> = {
    too_small: errors.min ?? `must be at least ${min}`,
    too_big: errors.max ?? `must be at most ${max}`,
  };
  return z
    .int({
      error: ({ code, input }) =>
        input === undefined ? REQUIRED : (complaints[code] ?? errors.whole ?? "must be a whole number"),
    })
    .min(min)
    .max(max);
}

/**
 * A whole number within its bounds, as text in a form, a query or the environment: plain digits, so none of "1e3", "0x10",
 * "+5", " 2 " and "1_000". A number is taken as well.
 */
export function wholeNumber(min: number, max: number, errors: WholeNumberErrors = {}) {
  return z.preprocess(readWhole, integer(min, max, { whole: "must be a whole number, in plain digits", ...errors }));
}

/** An amount as text, as it was typed. @param example for the complaint */
export function moneyText(example: string) {
  return z
    .string()
    .trim()
    .refine((text) => !exceedsMaxAmount(text), {
      error: `is too large; the largest amount is ${MAX_AMOUNT}`,
      abort: true,
    })
    .refine((text) => parseMoney(text) !== null, `must be an amount such as "${example}"`)
    .meta({ description: "An amount with at most two decimals, as text", examples: [example] });
}

/** An amount in its one form: "5" and "5.0" become "5.00". A JSON number is refused: it would be a float. */
export function money(example: string) {
  return moneyText(example).transform((text) => formatMoney(parseMoney(text) ?? 0));
}

/** JSON as text, in a field of a hash. A field that is missing or empty is undefined; what is no JSON is refused. */
export function json<T extends z.ZodType>(schema: T) {
  return z.preprocess((text, context) => {
    if (typeof text !== "string" || text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  }, schema);
}

/** One line of text without control characters. @param most characters */
export function line(most: number) {
  return z
    .string()
    .trim()
    .max(most, atMost(most))
    .regex(/^\P{Cc}*$/u, "must not contain control characters");
}

/** What is wrong with each field, in plain words that continue from its name. */
export type FieldErrors = Record<string, string>;

/** The first complaint about each field; what concerns the whole input is named by `whole`. */
export function fieldErrors(error: z.ZodError, whole = "body"): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of error.issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const field of unknown) errors[field] ??= "is not a field of this request";
    if (unknown.length === 0) errors[issue.path.map(String).join(".") || whole] ??= issue.message;
  }
  return errors;
}
