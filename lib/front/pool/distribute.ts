import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import type { ToServer } from "./messages.ts";

/** Connections that are held while no process serves. With more, the newest are closed. */
const MAX_HELD = 1000;

/** Hands connections to processes. One is kept until its process has taken it, and else given to another. */
export interface Distributor {
  /** Hands a connection, of which nothing has been read, to one of the processes; holds it while there is none. */
  accept(socket: Socket): void;
  /** From now on this process is handed connections. */
  add(process: ChildProcess): void;
  /** From now on it is not. What it was handed is still its own. */
  remove(process: ChildProcess): void;
  /** The process has taken the connection. */
  taken(process: ChildProcess, id: number): void;
  /** The process has exited: what it had not taken is handed to others. */
  lost(process: ChildProcess): void;
  /** From now on there is no process for a connection: it is closed. */
  close(): void;
}

/**
 * The cluster module of Node.js forgets connections that it had handed to a process that then died: their clients wait
 * until they give up (docs/decisions/0017).
 */
export function makeDistributor(): Distributor {
  const serving: ChildProcess[] = [];
  /** by process, what was handed to it and not taken yet */
  const handed = new Map<ChildProcess, Map<number, Socket>>();
  const held: Socket[] = [];
  let lastId = 0;
  let turn = 0;
  let isClosed = false;

  /** The process whose turn it is among those that have the fewest connections to take: one that hangs takes none. */
  function choose(): ChildProcess | null {
    turn++;
    const inTurn = serving.map((_, i) => serving[(turn + i) % serving.length]).filter((one) => one !== undefined);
    const untaken = (one: ChildProcess) => handed.get(one)?.size ?? 0;
    const [first = null] = inTurn.sort((a, b) => untaken(a) - untaken(b));
    return first;
  }

  function accept(socket: Socket): void {
    const process = choose();
    if (!process) {
      if (held.length < MAX_HELD && !isClosed) held.push(socket);
      else socket.destroy();
      return;
    }
    const id = ++lastId;
    handed.get(process)?.set(id, socket);
    const message: ToServer = { kind: "connection", id };
    // A process that can't be told has exited, or will.
    process.send(message, socket, { keepOpen: true }, () => {});
  }

  return {
    accept(socket) {
      socket.on("error", () => {});
      accept(socket);
    },
    add(process) {
      handed.set(process, new Map());
      serving.push(process);
      for (const socket of held.splice(0)) accept(socket);
    },
    remove(process) {
      const index = serving.indexOf(process);
      if (index >= 0) serving.splice(index, 1);
    },
    taken(process, id) {
      // This closes the connection in this process alone.
      handed.get(process)?.get(id)?.destroy();
      handed.get(process)?.delete(id);
    },
    lost(process) {
      this.remove(process);
      const untaken = handed.get(process)?.values() ?? [];
      handed.delete(process);
      for (const socket of untaken) accept(socket);
    },
    close() {
      isClosed = true;
      for (const socket of held.splice(0)) socket.destroy();
    },
  };
}
