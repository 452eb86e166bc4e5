/** Integers as the protocol carries them, written and read without a string for each. */

/** The most bytes of one value of nine digits: `$9\r\n123456789\r\n`. */
const VALUE_BYTES = 16;

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

/**
 * A command whose last arguments are the integers `from` to `from + count - 1`, all below 10⁹.
 * @param args the arguments before the integers
 */
export function encodeIntegers(args: readonly string[], from: number, count: number): Buffer {
  const words = args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`).join("");
  const head = `*${args.length + count}\r\n${words}`;
  const buffer = Buffer.allocUnsafe(Buffer.byteLength(head) + count * VALUE_BYTES);
  let at = buffer.write(head, 0);
  for (let value = from; value < from + count; value++) {
    const digits = digitsOf(value);
    buffer[at++] = 36;
    buffer[at++] = 48 + digits;
    buffer[at++] = 13;
    buffer[at++] = 10;
    const end = at + digits;
    let rest = value;
    for (let i = end - 1; i >= at; i--) {
      const tenth = (rest / 10) | 0;
      buffer[i] = 48 + rest - tenth * 10;
      rest = tenth;
    }
    at = end;
    buffer[at++] = 13;
    buffer[at++] = 10;
  }
  return buffer.subarray(0, at);
}

/** What a reader of integers is told. */
export interface IntegerEvents {
  onInteger(value: number): void;
  /** A whole array has been read. */
  onReply(): void;
  /** The server answered with an error. */
  onError(text: string): void;
}

/** States of the reader: at the start of a word, in the length of an array or a string, in its digits, in an error. */
const START = 0;
const ARRAY = 1;
const LENGTH = 2;
const DIGITS = 3;
const ERROR = 4;

/** Reads replies that are arrays of integers written as strings, in whatever pieces they come. */
export function createIntegerReader(events: IntegerEvents): (chunk: Buffer) => void {
  let state = START;
  let number = 0;
  let left = 0;
  let error = "";
  return (chunk) => {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte === 13) continue;
      if (byte === 10) {
        if (state === DIGITS) {
          events.onInteger(number);
          if (--left === 0) events.onReply();
          state = START;
        } else if (state === LENGTH) state = DIGITS;
        else if (state === ARRAY) {
          left = number;
          if (left === 0) events.onReply();
          state = START;
        } else if (state === ERROR) {
          events.onError(error);
          state = START;
        }
        number = 0;
      } else if (state !== START && state !== ERROR) number = number * 10 + byte - 48;
      else if (state === ERROR) error += String.fromCharCode(byte);
      else if (byte === 42) state = ARRAY;
      else if (byte === 36) state = LENGTH;
      else if (byte === 45) {
        state = ERROR;
        error = "";
      }
    }
  };
}
