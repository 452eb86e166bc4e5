import type { ReactNode } from "react";
import { FiguresTable } from "#components/admin/layout/figures-table.tsx";
import { formatAge } from "#components/shared/format-age.ts";
import { formatDate } from "#components/shared/format-date.ts";
import { formatBytes } from "#lib/bytes.ts";
import type { NodeReport } from "#lib/metrics/inspect/node-report.ts";

function Part({ title, remark, children }: { title: string; remark: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-bold font-display text-xl tracking-tight">{title}</h3>
      <p className="max-w-2xl text-soft">{remark}</p>
      {children}
    </div>
  );
}

const notPermitted = (command: string) => `Not permitted: the store's user may not call ${command}.`;
const ms = (microseconds: number | null) => (microseconds === null ? "" : (microseconds / 1000).toFixed(3));

/** The connections, the slow commands and the statistics of a server. */
export function NodeTables({ clients, slow, commands }: Pick<NodeReport, "clients" | "slow" | "commands">) {
  return (
    <>
      <Part
        title="Connections"
        remark={
          clients
            ? "By their names (CLIENT SETNAME): fwr, the program and its process id. Others are people and programs of their own."
            : notPermitted("CLIENT LIST")
        }
      >
        {clients && (
          <FiguresTable
            caption="Connections by name"
            head={[
              { title: "Name" },
              { title: "Connections", figures: true },
              { title: "Active", figures: true },
              { title: "Buffers", figures: true, wide: true },
              { title: "Last commands", wide: true },
            ]}
            rows={clients.map(({ name, connections, idleSeconds, bytes, commands: last }) => ({
              id: name,
              cells: [
                name || "no name",
                String(connections),
                `${formatAge(idleSeconds)} ago`,
                formatBytes(bytes),
                last.slice(0, 6).join(", "),
              ],
            }))}
          />
        )}
      </Part>
      <Part
        title="Slow log"
        remark={
          slow === null
            ? notPermitted("SLOWLOG")
            : slow.length === 0
              ? "No command took longer than slowlog-log-slower-than, which is 10 ms unless it was set."
              : "While such a command ran, every other one waited. Arguments are left out, since some are secrets."
        }
      >
        {slow !== null && slow.length > 0 && (
          <FiguresTable
            caption="Slow commands, newest first"
            head={[
              { title: "When" },
              { title: "ms", figures: true },
              { title: "Command" },
              { title: "By", wide: true },
            ]}
            rows={slow.map(({ id, at, microseconds, command, client }) => ({
              id: String(id),
              cells: [formatDate(new Date(at * 1000)), ms(microseconds), command, client],
            }))}
          />
        )}
      </Part>
      <Part
        title="Commands"
        remark={
          commands
            ? "Since the server started, by the time that they took all together. Half of the calls were at most as fast as p50, 99 of 100 as p99; the way through the network is not in it."
            : notPermitted("INFO")
        }
      >
        {commands && (
          <FiguresTable
            caption="Statistics of commands"
            head={[
              { title: "Command" },
              { title: "Calls", figures: true, wide: true },
              { title: "Share of time", figures: true },
              { title: "Mean ms", figures: true, wide: true },
              { title: "p50 ms", figures: true },
              { title: "p99 ms", figures: true },
              { title: "Failed", figures: true, wide: true },
            ]}
            rows={commands.map(({ command, calls, share, microsecondsPerCall, p50, p99, failed }) => ({
              id: command,
              cells: [
                command.replace("|", " ").toUpperCase(),
                calls.toLocaleString("en"),
                `${(share * 100).toFixed(1)} %`,
                ms(microsecondsPerCall),
                ms(p50),
                ms(p99),
                failed.toLocaleString("en"),
              ],
            }))}
          />
        )}
      </Part>
    </>
  );
}
