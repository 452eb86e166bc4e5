import type { Comparison, ShownRequest } from "#lib/command-log/schema.ts";

/** Figures of a request in words. */

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Milliseconds with two digits that mean something. */
export const formatMs = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;

/** What a request cost Redis. */
export function describeCost({ commands, roundTrips, redisMs, ms }: ShownRequest): string {
  if (commands.length === 0) return `No commands: answered from memory in ${formatMs(ms)}`;
  const sent = `${plural(commands.length, "command")} in ${plural(Math.max(1, roundTrips), "round trip")}`;
  return `${sent}: ${formatMs(redisMs)} of ${formatMs(ms)}`;
}

/** What a comparison has shown. */
export function describeComparison({ commands, echoes, roundTrips, together, oneByOne }: Comparison): string {
  const slower = together > 0 ? (oneByOne / together).toFixed(1) : "1.0";
  const ways = `As they are, ${plural(roundTrips, "round trip")}: ${formatMs(together)}. One command at a time, ${plural(commands, "round trip")}: ${formatMs(oneByOne)}, ${slower} times as long.`;
  const instead = echoes === 1 ? "1 write or script was an ECHO" : `${echoes} writes or scripts were an ECHO`;
  return echoes > 0 ? `${ways} So that nothing happens twice, ${instead} of the same size.` : ways;
}

/** The commands of a request by what they are about, in the order in which those were first needed. */
export function groupCommands({ commands }: ShownRequest) {
  const groups = Map.groupBy(commands, ({ family }) => family?.id ?? "");
  return [...groups].map(([id, members]) => ({ id, title: members[0]?.family?.title ?? "Without a key", members }));
}
