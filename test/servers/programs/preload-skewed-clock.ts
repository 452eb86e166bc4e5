/** Loaded before the program of a process that a test starts: its clock is wrong by CLOCK_SKEW_MS milliseconds. */
const skewMs = Number(process.env.CLOCK_SKEW_MS);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...args: unknown[]) {
    // It has constructors of several shapes; all of them are passed on.
    super(...((args.length > 0 ? args : [RightDate.now() + skewMs]) as [number]));
  }
  static override now(): number {
    return RightDate.now() + skewMs;
  }
} as DateConstructor;
