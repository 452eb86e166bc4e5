import { afterEach } from "vitest";
import { followKeyWrites } from "#lib/redis/tracking/key-writes.ts";

/**
 * Follows the writes to keys that begin with `a:`, until the calling test ends.
 * @returns a function that begins, and returns what is heard: keys, null for all, "ready", "lost" and "lost for good"
 */
export function setUpHeardWrites(): () => (string | null)[] {
  let stop = () => {};
  afterEach(() => stop());
  return () => {
    const heard: (string | null)[] = [];
    stop = followKeyWrites("a:", {
      onReady: () => void heard.push("ready"),
      onWrite: (key) => void heard.push(key),
      onLost: (forGood) => void heard.push(forGood ? "lost for good" : "lost"),
    });
    return heard;
  };
}
