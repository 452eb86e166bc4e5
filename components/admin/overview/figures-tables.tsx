import { TextTable } from "#components/admin/layout/text-table.tsx";
import type { Metrics } from "#lib/metrics/schema.ts";
import { formatMs, formatNumber, timeOf } from "./tiles.ts";

const micros = (value: number | null) => (value === null ? "–" : `${formatNumber(value)} µs`);

function Heading({ id, title, text }: { id: string; title: string; text: string }) {
  return (
    <>
      <h2 id={id} className="font-bold font-display text-2xl tracking-tight">
        {title}
      </h2>
      <p className="max-w-2xl text-soft">{text}</p>
    </>
  );
}

/** What the requests, the commands and the slow log consist of. */
export function FiguresTables({ metrics: { http, redis } }: { metrics: Metrics }) {
  return (
    <div className="grid items-start gap-8 xl:grid-cols-2">
      <section aria-labelledby="routes" className="flex min-w-0 flex-col gap-2">
        <Heading id="routes" title="Requests by route" text="Of the last ten seconds, the most frequent first." />
        {http.routes.length === 0 ? (
          <p className="text-soft">No request in the last ten seconds.</p>
        ) : (
          <TextTable
            caption="Requests by route and status"
            head={["Route", "Status", "Per second", "p50", "p99"]}
            rows={http.routes.map(({ method, route, status, perSecond, p50, p99 }) => [
              `${method} ${route}`,
              String(status),
              formatNumber(perSecond),
              formatMs(p50),
              formatMs(p99),
            ])}
            more={0}
            isOfFigures
          />
        )}
      </section>
      <section aria-labelledby="commands" className="flex min-w-0 flex-col gap-2">
        <Heading
          id="commands"
          title="Commands of Redis"
          text="By the time that they take in the server. The percentiles are since it started (INFO latencystats)."
        />
        <TextTable
          caption="Latency by command"
          head={["Command", "Per second", "Mean", "p50", "p99", "p99.9"]}
          rows={redis.commands.map(({ command, perSecond, meanMicros, p50Micros, p99Micros, p999Micros }) => [
            command.toUpperCase().replace("|", " "),
            formatNumber(perSecond),
            micros(meanMicros),
            ...[p50Micros, p99Micros, p999Micros].map(micros),
          ])}
          more={0}
          isOfFigures
        />
        <h3 className="mt-4 font-bold font-display text-xl tracking-tight">Slow log</h3>
        {redis.slowLog === null && <p className="text-soft">The user of the store may not ask for it.</p>}
        {redis.slowLog?.length === 0 && <p className="text-soft">No command took longer than Redis has set.</p>}
        {redis.slowLog && redis.slowLog.length > 0 && (
          <TextTable
            caption="Slow commands, newest first"
            head={["Time", "Command", "Took"]}
            rows={redis.slowLog.map(({ at, micros: took, command }) => [timeOf(at), command, formatMs(took / 1000)])}
            more={0}
            isOfFigures
          />
        )}
      </section>
    </div>
  );
}
