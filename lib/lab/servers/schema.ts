import { z } from "zod";

export const transports = ["tcp", "unix socket", "tls"] as const;
export type Transport = (typeof transports)[number];

/** Where a run was measured, so that a reader can judge its figures and repeat it. */
export const environment = z.object({
  /** The model of the processor. */
  cpu: z.string(),
  /** Processors that this machine gives to programs. */
  cores: z.number(),
  /** The share of all processors that other programs used just before the run, 0 to 1. */
  cpuBefore: z.number(),
  /** The load average of the last minute, before the run; 0 on Windows, which has none. */
  loadAverage: z.number(),
  /** Whether the machine was too busy before the run for its figures to be trusted. */
  busy: z.boolean(),
  /** Name, version and architecture. */
  os: z.string(),
  node: z.string(),
  /** Program and version of the server under test. */
  redis: z.string(),
  /** What that server writes to disk: `appendonly`, `appendfsync` and `save`. */
  persistence: z.string(),
  transport: z.enum(transports),
  /** The most connections that the server had while the run lasted, those of other programs included. */
  connections: z.number(),
  /** Web server processes (`WEB_CONCURRENCY`) of the store that started the run; null if a terminal did. */
  processes: z.number().nullable(),
});
export type Environment = z.infer<typeof environment>;
