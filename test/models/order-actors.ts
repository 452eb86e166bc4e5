import { afterAll, beforeAll } from "vitest";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { type CommandProxy, type SteppedClient, startCommandProxy } from "#test/faults/tools/command-proxy.ts";
import type { OrderModel, SteppedAction } from "./order-model.ts";

/** Actors of the model of orders, which send one command after the other when the test says so. */

/** Connections that are stepped through; one that was not broken is used again. */
interface Connections {
  take(): Promise<SteppedClient>;
  giveBack(client: SteppedClient): void;
}

/** Performs one action on a connection of its own, command by command. */
export class Actor {
  private readonly action: SteppedAction;
  private readonly connections: Connections;
  private client: SteppedClient | undefined;
  private work: Promise<void> = Promise.resolve();
  private steps = 0;
  done = false;

  constructor(action: SteppedAction, connections: Connections) {
    this.action = action;
    this.connections = connections;
  }

  /** Starts, or lets one command pass. Afterwards the proxy holds the next command, or the actor is done. */
  async step(model: OrderModel): Promise<void> {
    const { crash } = this.action;
    if (!this.client) {
      const client = await this.connections.take();
      this.client = client;
      this.work = model
        .perform(client, this.action)
        .catch((error) => {
          if (!crash) throw error;
        })
        .finally(() => {
          this.done = true;
        });
      this.work.catch(() => {});
    } else if (crash && this.steps === crash.at) {
      await this.client.disconnect(crash.how);
      await this.work;
    } else {
      this.steps++;
      await this.client.step();
    }
    await this.client.untilHeld(this.work);
    if (!this.done) return;
    await this.work;
    this.connections.giveBack(this.client);
  }

  async finish(model: OrderModel): Promise<void> {
    while (!this.done) await this.step(model);
  }
}

/** Makes actors on the Redis of the test file. Call it after setUpRedis. @param url of that Redis */
export function setUpActors(url: () => string) {
  let proxy: CommandProxy | undefined;
  const idle: SteppedClient[] = [];
  beforeAll(async () => {
    // Every lock is stale and every pending order is swept at once: correctness must not depend on time.
    Object.assign(timeouts, { holdRetries: 1, holdRetryMs: 0, staleLockMs: -1000, sweepAfterMs: -1000 });
    Object.assign(timeouts, { sweepBudgetMs: 120_000, lookAgainMs: 0 });
    proxy = await startCommandProxy(url());
  });
  afterAll(async () => {
    for (const client of idle) client.close();
    await proxy?.close();
  });
  const connections: Connections = {
    async take() {
      const client = idle.pop() ?? (await proxy?.connect());
      if (!client) throw new Error("The proxy exists only while tests run");
      return client;
    },
    giveBack(client) {
      if (client.redis.isReady) idle.push(client);
      else client.close();
    },
  };
  return { make: (action: SteppedAction) => new Actor(action, connections) };
}
