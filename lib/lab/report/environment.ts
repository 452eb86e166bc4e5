import type { Environment } from "#lib/lab/servers/schema.ts";

/** Where a run was measured, for people. */

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** The environment as labels and values. */
export function environmentLines(environment: Environment): [label: string, value: string][] {
  const { cpu, cores, cpuBefore, loadAverage, os, node, redis, persistence, transport, connections, processes } =
    environment;
  return [
    ["processor", `${cpu} × ${cores}`],
    ["in use before the run", `${percent(cpuBefore)}, load ${loadAverage.toFixed(2)}`],
    ["system", `${os}, Node ${node.replace(/^v/, "")}`],
    ["server", `${redis}, by ${transport}`],
    ["persistence", persistence],
    ["connections", `${connections} at most`],
    ["web server processes", processes === null ? "none: started from a terminal" : String(processes)],
  ];
}

/** What a reader has to know before the figures, if the machine was busy; else null. */
export function busyWarning(environment: Environment | null): string | null {
  if (!environment?.busy) return null;
  return `Other programs used ${percent(environment.cpuBefore)} of the processors before this run began`;
}
