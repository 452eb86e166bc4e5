/** The largest body that is accepted where a route does not say otherwise, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * A body that is too large is read and dropped up to this size, in bytes: a reply in the middle of a body of unknown
 * length would leave the connection in a state in which the client's next request is never answered.
 */
export const MAX_DROPPED_BYTES = 16 * 1024 * 1024;

/** The client went away before its request was complete. There is nobody to answer. */
export class ClientGoneError extends Error {
  override name = "ClientGoneError";
}

/** What the API needs to know of a request, whoever received it: Next.js (`Request`) or the front (`node:http`). */
export interface ApiRequest {
  /** path and query */
  readonly target: string;
  /** A header by its lower-case name; null when it is absent. */
  header(name: string): string | null;
  /**
   * The body; null when it has more than `most` bytes. May be called once.
   * @throws ClientGoneError when the client goes away
   */
  readBody(most: number): Promise<Buffer | null>;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Collects the pieces of a body without ever buffering more than `most` bytes. */
export class BodyCollector {
  readonly #most: number;
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns whether to go on reading */
  add(piece: Uint8Array): boolean {
    this.#size += piece.byteLength;
    if (this.#size <= this.#most) this.#pieces.push(piece);
    return this.#size <= Math.max(this.#most, MAX_DROPPED_BYTES);
  }

  /** null when the body was too large */
  get bytes(): Buffer | null {
    return this.#size > this.#most ? null : Buffer.concat(this.#pieces);
  }
}

/** Whether the client has announced a body that is too large: it is refused unread. */
export const announcesTooMuch = (contentLength: string | null | undefined, most: number) =>
  Number(contentLength ?? 0) > most;

/** The request that Next.js passes to a route handler. */
export function apiRequestOf(request: Request): ApiRequest {
  return {
    target: request.url.slice(new URL(request.url).origin.length),
    header: (name) => request.headers.get(name),
    async readBody(most) {
      if (announcesTooMuch(request.headers.get("content-length"), most)) return null;
      const body = new BodyCollector(most);
      for await (const piece of request.body ?? []) if (!body.add(piece)) break;
      return body.bytes;
    },
    signal: request.signal,
  };
}
