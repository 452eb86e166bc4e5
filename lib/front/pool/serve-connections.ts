import { once } from "node:events";
import { request, type Server } from "node:http";
import { type AddressInfo, Server as NetServer, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { countUnfinished, leaving, setLeaving } from "#lib/process/leaving.ts";
import { answerPrimary } from "./ask-all.ts";
import { type ToPrimary, type ToServer, toServer } from "./messages.ts";

/** A server process: it answers the connections that the primary process hands to it, until it is told to leave. */

/** How long requests may take, and connections be idle, when the store stops and when this process is replaced. */
const FINISH_MS = { stopping: 3000, replaced: 75_000 };
/** How long warming may take, in milliseconds. */
const WARM_MS = 30_000;
const POLL_MS = 50;

const tell = (message: ToPrimary) => void process.send?.(message, () => {});

/** Calls `handle` with each message of the primary process. */
function onMessage(handle: (message: ToServer, socket: Socket | null) => void): void {
  process.on("message", (message, socket) => {
    const parsed = toServer.safeParse(message);
    if (parsed.success) handle(parsed.data, socket instanceof Socket ? socket : null);
  });
}

/** Waits until the primary process says that the store may open. @returns whether there is time to warm */
export function awaitOpening(): Promise<boolean> {
  return new Promise((resolve) => {
    onMessage((message) => {
      if (message.kind === "open") resolve(message.warm);
    });
  });
}

/** Asks this process for a page until it has one: the index of the search is being built, or Redis does not answer. */
async function warmUp(port: number, path: string): Promise<void> {
  for (let status = 0; status === 0 || status >= 500; ) {
    if (status > 0) await sleep(POLL_MS);
    const asked = request({ host: "127.0.0.1", port, path, agent: false, headers: { accept: "text/html" } });
    asked.end();
    const [reply] = await once(asked, "response");
    status = reply.statusCode;
    reply.resume();
    await once(reply, "end");
  }
}

/**
 * Answers connections of the primary process from now on.
 * @param server never listens at the store's address itself
 * @param warm paths that are asked for first, one after the other
 */
export async function serveConnections(server: Server, warm: readonly string[]): Promise<void> {
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  // The check for slow clients begins with listening. Closing only as net.Server does lets it go on.
  server.listen({ port: 0, host: "127.0.0.1", exclusive: true });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const warming = (async () => {
    for (const path of warm) await warmUp(port, path);
  })().catch(() => {});
  await Promise.race([warming, sleep(WARM_MS, undefined, { ref: false })]);
  NetServer.prototype.close.call(server);

  /** Exits when nothing is left to do. The primary process ends one that takes too long. */
  const exitWhenDone = async () => {
    while (open.size > 0 || (leaving() === "replaced" && countUnfinished() > 0)) await sleep(POLL_MS);
    process.exit(0);
  };
  const answer = answerPrimary(tell);
  onMessage((message, socket) => {
    if (message.kind === "describe" || message.kind === "described-all") answer(message);
    if (message.kind === "ping") tell({ kind: "pong" });
    if (message.kind === "connection") {
      tell({ kind: "taken", id: message.id });
      if (socket) server.emit("connection", socket);
    }
    if (message.kind !== "leave") return;
    setLeaving(message.how);
    if (message.how === "draining") return;
    // One that is replaced keeps idle connections until they are used or time out: closing one may cross a request.
    if (message.how === "stopping") server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), FINISH_MS[message.how]).unref();
    void exitWhenDone();
  });
  tell({ kind: "ready" });
}

/** Has signals do what they should: the primary process decides when this one ends, and it never outlives that one. */
export function heedPrimary(): void {
  process.on("SIGTERM", () => tell({ kind: "replace" }));
  // Ctrl-C, and the end of a terminal, reach the whole process group.
  process.on("SIGINT", () => {});
  process.on("SIGHUP", () => {});
  process.on("disconnect", () => process.exit(0));
}
