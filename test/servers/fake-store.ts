import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers as far as a load over HTTP needs, so that a test decides when it errs, stalls or disappears. */
export interface FakeStore {
  url: string;
  /** the requests so far, as `<method> <path> <cookie>` */
  requests: string[];
  stop(): Promise<void>;
}

/** @param onVisit answers a page view of a session; without a reply of its own the view succeeds */
export async function startFakeStore(
  onVisit: (n: number, reply: ServerResponse) => void = () => {},
): Promise<FakeStore> {
  const requests: string[] = [];
  let [sessions, visits] = [0, 0];
  const server = createServer((request, reply) => {
    const { cookie = "" } = request.headers;
    requests.push(`${request.method} ${request.url} ${cookie}`.trim());
    request.resume().on("end", () => {
      if (request.url === "/api/auth/logout") reply.writeHead(204);
      if (request.url === "/api/visits" && cookie === "") reply.setHeader("set-cookie", `sid=${sessions++}; Path=/`);
      if (request.url === "/api/visits" && cookie !== "") onVisit(visits++, reply);
      if (!reply.writableEnded && !reply.destroyed) reply.end(reply.statusCode === 204 ? undefined : "{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
