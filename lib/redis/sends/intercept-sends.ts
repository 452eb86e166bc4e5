/** A method of a client that sends commands. */
export type Send = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/**
 * Replaces the methods by which a client sends commands; one that it does not have is left out. A client that was not made
 * by `duplicate`, as that of a cluster, has another one as its prototype, and that one sends, also its pings.
 */
export function interceptSends(
  client: object,
  names: readonly string[],
  intercept: (send: Send, name: string) => Send,
): void {
  const sender: object = Reflect.get(client, "_self") ?? client;
  for (const name of names) {
    const send: unknown = Reflect.get(sender, name);
    if (typeof send === "function") Reflect.set(sender, name, intercept(send as Send, name));
  }
}
