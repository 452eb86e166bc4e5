import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";

/**
 * Whether Next.js can read the state that the router of a client sends along. Next.js itself decides, for its versions
 * differ in it and a page may be older than the store.
 * @param header `Next-Router-State-Tree`; absent, there is nothing to read
 */
export function isReadableRouterState(header: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}
