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

/** Writes commands of consecutive integers, each over the one before. */
export type IntegerWriter = (from: number, count: number) => Buffer;

/**
 * A writer that changes only what differs from its command before: between two whole blocks of values (from a multiple
 * of `block` on, `block` values) that is a digit or two of each. A command holds until the next one is written.
 * @param block a power of ten
 */
export function createIntegerWriter(args: readonly string[], block: number): IntegerWriter {
  let buffer: Buffer = Buffer.alloc(0);
  /** What all values of the block in the buffer have before their last digits; 0 when it holds no whole block. */
  let prefix = 0;
  return (from, count) => {
    const next = count === block && from % block === 0 ? from / block : 0;
    const width = digitsOf(from);
    if (next === 0 || prefix === 0 || digitsOf(prefix * block) !== width) {
      buffer = encodeIntegers(args, from, count);
      prefix = next;
      return buffer;
    }
    const step = width + 6;
    let column = buffer.length - block * step + 3 + digitsOf(next);
    for (let [was, is] = [prefix, next]; was !== is; column--) {
      const digit = 48 + (is % 10);
      if (digit !== 48 + (was % 10)) for (let at = column; at < buffer.length; at += step) buffer[at] = digit;
      was = (was - (was % 10)) / 10;
      is = (is - (is % 10)) / 10;
    }
    prefix = next;
    return buffer;
  };
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
  /** Reads the values that lie whole in a chunk, at a few instructions each. @returns where it stopped */
  const readWhole = (chunk: Buffer, start: number): number => {
    let at = start;
    while (left > 0 && at + VALUE_BYTES <= chunk.length && chunk[at] === 36 && chunk[at + 2] === 13) {
      const end = at + 4 + (chunk[at + 1] ?? 48) - 48;
      let value = 0;
      for (let i = at + 4; i < end; i++) value = value * 10 + (chunk[i] ?? 48) - 48;
      at = end + 2;
      events.onInteger(value);
      if (--left === 0) events.onReply();
    }
    return at;
  };
  return (chunk) => {
    for (let i = 0; i < chunk.length; i++) {
      if (state === START) i = readWhole(chunk, i);
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
