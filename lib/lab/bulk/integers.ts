/** Encodes and decodes integers in the Redis protocol (RESP) without a string for each. */

/** The length of the longest value, nine digits: `$9\r\n123456789\r\n`. */
const VALUE_BYTES = 16;

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

/**
 * Encodes a command whose last arguments are the integers `from` to `from + count - 1`, all below 10⁹.
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

/** Encodes a command of consecutive integers. The buffer is valid until the next call, which reuses it. */
export type IntegerWriter = (from: number, count: number) => Buffer;

/**
 * A writer that reuses its buffer and changes only the digits that differ from the previous command: between two whole
 * blocks (`block` values, starting at a multiple of `block`) that is a digit or two of each value.
 * @param block a power of ten
 */
export function createIntegerWriter(args: readonly string[], block: number): IntegerWriter {
  let buffer: Buffer = Buffer.alloc(0);
  /** The leading digits that all values of the block in the buffer share; 0 if it holds no whole block. */
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

/** Callbacks of an integer reader. */
export interface IntegerEvents {
  onInteger(value: number): void;
  /** A whole array was read. */
  onReply(): void;
  /** The server replied with an error. */
  onError(text: string): void;
}

/** States of the reader: at the start of an element, in the length of an array or a string, in its digits, in an error. */
const START = 0;
const ARRAY = 1;
const LENGTH = 2;
const DIGITS = 3;
const ERROR = 4;

/** Decodes replies that are arrays of integers as strings, however they are split into chunks. */
export function createIntegerReader(events: IntegerEvents): (chunk: Buffer) => void {
  let state = START;
  let number = 0;
  let left = 0;
  let error = "";
  /** Fast path: decodes the values that are complete in a chunk. @returns the position after them */
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
