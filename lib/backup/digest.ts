import { hash } from "node:crypto";
import type { KeyRecord } from "./record.ts";

/**
 * A digest of keys and what they hold that does not depend on their order, or on how a large key is divided: the sum of
 * the digests of all elements, modulo 2^128. Lists and strings count with the place of each element.
 */
export class ContentDigest {
  readonly #sum = new BigUint64Array(2);
  /** elements of the present key in the lines before */
  #before = 0;

  #add(...content: unknown[]): void {
    const digest = hash("sha256", JSON.stringify(content), "buffer");
    for (const lane of [0, 1]) {
      // An element of the array wraps around by itself.
      this.#sum[lane] = (this.#sum[lane] ?? 0n) + digest.readBigUInt64LE(lane * 8);
    }
  }

  /** Adds a line; those of one key in their order. */
  add(record: KeyRecord): void {
    const { key, type } = record;
    if (record.part === undefined) {
      this.#before = 0;
      this.#add(key, type, "expires", record.expiresAt ?? null);
    }
    switch (type) {
      case "string":
        this.#add(key, type, this.#before++, record.value);
        break;
      case "list":
        for (const element of record.value) this.#add(key, type, this.#before++, element);
        break;
      case "stream": {
        for (const entry of record.value) this.#add(key, type, entry);
        if (!record.details) break;
        const { lastId, maxDeletedId, entriesAdded, groups } = record.details;
        this.#add(key, type, lastId, maxDeletedId, entriesAdded);
        for (const group of groups) {
          // When something was delivered is known only as how long ago that is.
          const pending = group.pending.map(([id, consumer, , times]) => [id, consumer, times]);
          this.#add(key, type, group.name, group.lastId, group.entriesRead, group.consumers, pending);
        }
        break;
      }
      default:
        for (const element of record.value) this.#add(key, type, element);
    }
  }

  toString(): string {
    return [...this.#sum].map((lane) => lane.toString(16).padStart(16, "0")).join("");
  }
}
