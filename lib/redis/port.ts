import { createServer } from "node:net";

/** A loopback port that is free at the moment; the wanted one, if it is free. @throws Error when there is none */
export function findPort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => (wanted === 0 ? reject(new Error("There is no free port")) : resolve(findPort())));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
