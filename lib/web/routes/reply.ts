/** What a reply sends: text, pieces of text as they come, or nothing. */
export type ReplyBody = string | AsyncIterable<string> | null;

/** A reply of the API as a value. The front writes it to its socket; Next.js gets it as a `Response`. */
export class Reply {
  readonly status: number;
  /** by lower-case name */
  readonly headers: Record<string, string>;
  readonly body: ReplyBody;
  /** the lines of `Set-Cookie` */
  cookies: readonly string[] = [];

  constructor(status: number, headers: Record<string, string>, body: ReplyBody) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** A JSON reply. */
export function json(value: unknown, status = 200): Reply {
  return new Reply(status, { "content-type": "application/json" }, JSON.stringify(value));
}

/** The reply 204, to requests that ask for nothing back. */
export function noContent(): Reply {
  return new Reply(204, {}, null);
}

/** The reply 303: what was sent by a form is shown elsewhere. @param path of this site */
export function seeOther(path: string): Reply {
  return new Reply(303, { location: path }, null);
}

/** A file to be downloaded. */
export function download(name: string, contentType: string, body: string | AsyncIterable<string>): Reply {
  const headers = { "content-type": contentType, "content-disposition": `attachment; filename="${name}"` };
  return new Reply(200, headers, body);
}

function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** The reply as Next.js wants it. */
export function responseOf({ status, headers, body, cookies }: Reply): Response {
  const isStream = body !== null && typeof body !== "string";
  const response = new Response(isStream ? streamOf(body) : body, { status, headers });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}
