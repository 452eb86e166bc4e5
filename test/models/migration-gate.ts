import { setTimeout as sleep } from "node:timers/promises";

/** Lets commands of several actors pass one at a time, in an order that the test draws; and kills an actor before or after any. */

interface Ticket {
  actor: GatedActor;
  pass: () => void;
}

/** Work whose commands pass the gate; a killed one stops there for ever, as a process does. */
export class GatedActor {
  readonly name: string;
  isDone = false;
  isDead = false;
  error: unknown = null;

  constructor(name: string) {
    this.name = name;
  }
}

/** What a dead process waits for. */
export const NEVER = new Promise<never>(() => {});

export class Gate {
  private tickets: Ticket[] = [];
  private underWay = 0;
  private readonly actors = new Set<GatedActor>();

  /** Starts work. Its commands have to be sent through {@link pass}. */
  start(name: string, work: (actor: GatedActor) => Promise<unknown>): GatedActor {
    const actor = new GatedActor(name);
    this.actors.add(actor);
    void work(actor)
      .catch((error: unknown) => {
        actor.error = error;
      })
      .finally(() => {
        actor.isDone = true;
        this.actors.delete(actor);
      });
    return actor;
  }

  /** Sends a command when it is its turn. A crash may come before it, or after it and before its reply. */
  async pass<T>(actor: GatedActor, send: () => Promise<T>): Promise<T> {
    await this.turn(actor);
    this.underWay++;
    try {
      return await send();
    } finally {
      this.underWay--;
      await this.turn(actor);
    }
  }

  private turn(actor: GatedActor): Promise<void> {
    if (actor.isDead) return NEVER;
    return new Promise((pass) => this.tickets.push({ actor, pass }));
  }

  /** Kills an actor: whatever it waits for never comes. */
  kill(actor: GatedActor): void {
    actor.isDead = true;
    this.actors.delete(actor);
    this.tickets = this.tickets.filter((ticket) => ticket.actor !== actor);
  }

  /** Waits until every actor waits for its turn or has ended. @returns those that wait; none when all have ended */
  async settle(): Promise<GatedActor[]> {
    for (;;) {
      while (this.underWay > 0) await new Promise(setImmediate);
      // What follows a reply in the same actor.
      for (let i = 0; i < 5; i++) await new Promise(setImmediate);
      if (this.underWay > 0) continue;
      if (this.tickets.length > 0) return this.tickets.map(({ actor }) => actor);
      if (this.actors.size === 0) return [];
      // Somebody waits for a timer.
      await sleep(1);
    }
  }

  /** Lets one of those that wait pass. @param index among what {@link settle} has returned */
  pick(index: number): void {
    const [ticket] = this.tickets.splice(index, 1);
    ticket?.pass();
  }
}
