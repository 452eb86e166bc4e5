import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A server in a process of its own. */
export interface Server {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Node.js program that prints its URL once it listens. It ends with this process.
 * @param name at the beginning of the error
 * @throws Error with its output if it does not start
 */
export async function startServer(
  name: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Server> {
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const output: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        output.push(line);
        const match = /http:\/\/(localhost|127\.0\.0\.1):\d+/.exec(line);
        if (match) resolve(match[0]);
      });
    }
    exited.then(() => reject(new Error(`${name} does not start:\n${output.join("\n")}`)));
  });
  return {
    url,
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      await exited;
    },
  };
}
