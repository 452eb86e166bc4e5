import { processWide } from "./process-wide.ts";

/** The server processes of one store, which connections are spread over: what each of them says of itself. */

type Collect = () => Promise<unknown[]>;

const state = processWide("peers", () => ({
  describe: (async () => null) as () => Promise<unknown>,
  askAll: null as Collect | null,
}));

/** Sets what this process says of itself when it is asked. It has to survive JSON. */
export function setDescription(describe: () => Promise<unknown>): void {
  state.describe = describe;
}

export const describeThisProcess = (): Promise<unknown> => state.describe();

/** Sets how the primary process is asked for what all say. */
export function setAskAll(askAll: Collect): void {
  state.askAll = askAll;
}

/**
 * What each server process of this store says of itself, in any order. One that does not answer in time is left out;
 * without a primary process there is only this one.
 */
export async function askAllProcesses(): Promise<unknown[]> {
  return state.askAll ? state.askAll() : [await describeThisProcess()];
}
