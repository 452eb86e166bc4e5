import type { Redis } from "#lib/redis/client.ts";
import { addUp } from "#lib/redis/server/server-info.ts";
import { findAlerts } from "./alerts.ts";
import type { Census } from "./census.ts";
import { type Change, type Counts, changeBetween, sumOf } from "./counts.ts";
import { httpOf, redisOf, sampleOf, serverChange, shopOf } from "./figures.ts";
import { describeServer, readNow } from "./reading.ts";
import { commandFigures, countersOf, type ServerCounters } from "./redis-figures.ts";
import type { Metrics, MetricsSample } from "./schema.ts";

/** Rates and percentiles are those of so many observations, one a second. */
const WINDOW = 10;

/** Figures of one moment: all of them, and those that are kept. */
export interface Observation {
  metrics: Metrics;
  sample: MetricsSample;
}

/** Observes the store, once a second; what it remembers are the last ten seconds. */
export function makeObserver() {
  /** the newest report of each process, also of those that do not report at the moment */
  const known = new Map<string, Counts>();
  const changes: Change[] = [];
  const servers: ServerCounters[] = [];
  let lastAt = 0;
  let hasAppendOnly = true;

  function noteChange(reports: ReadonlyMap<string, Counts>, at: number): Change {
    // What was counted before anybody looked did not happen in this second.
    const before = lastAt === 0 ? reports : known;
    const change = changeBetween(before, reports, lastAt === 0 ? 0 : (at - lastAt) / 1000);
    lastAt = at;
    for (const [id, counts] of reports) known.set(id, counts);
    const oldest = at - 600_000;
    for (const [id, counts] of known) if (counts.at < oldest) known.delete(id);
    changes.push(change);
    if (changes.length > WINDOW) changes.shift();
    return change;
  }

  /** One round trip. @param reports of all processes */
  return async (redis: Redis, reports: ReadonlyMap<string, Counts>, census: Census | null): Promise<Observation> => {
    const reading = await readNow(redis, !hasAppendOnly);
    const { at, infos } = reading;
    const last = noteChange(reports, at);
    const change = sumOf(changes);
    const counters = countersOf(infos, at);
    const inWindow = serverChange(servers[0], counters);
    const inLast = serverChange(servers.at(-1), counters);
    const commands = commandFigures(infos, servers[0] ?? null, counters);
    servers.push(counters);
    if (servers.length > WINDOW) servers.shift();
    const info = addUp(infos.map(({ figures }) => figures));
    const base = describeServer(info, reading.keys, at);
    hasAppendOnly = base.appendOnly;
    const shop = shopOf(change, reading, census);
    const http = httpOf(change);
    const redisFigures = { ...redisOf(change, inWindow, reading), commands };
    const damaged = [...new Set([...reports.values()].flatMap((counts) => counts.damaged))];
    const alerts = findAlerts({
      ...redisFigures,
      ...{ usedMemory: base.usedMemory, maxMemory: base.maxMemory, fragmentation: base.fragmentation },
      ...{ clients: base.connectedClients, appendOnly: base.appendOnly, refusesWrites: reading.refused },
      ...{ p99: http.p99, requestsPerSecond: http.requestsPerSecond, errorsPerSecond: http.errorsPerSecond },
      ...{ damaged, oldestPendingSeconds: shop.oldestPendingSeconds },
      savesNothing: base.permitted && !base.appendOnly && reading.snapshotRule === "",
    });
    const metrics: Metrics = {
      ...base,
      ...{ sampledAt: base.at, processes: reports.size, laboratory: reading.isLabBusy ? "busy" : "idle" },
      ...{ shop, http, redis: redisFigures, alerts },
    };
    return { metrics, sample: sampleOf(metrics, last, inLast) };
  };
}
