import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { optionLinkClass } from "#components/admin/layout/option-link.ts";
import { FigureGroup } from "#components/admin/redis/figure-group.tsx";
import { MemoryFamilies } from "#components/admin/redis/memory-families.tsx";
import { NodeTables } from "#components/admin/redis/node-tables.tsx";
import { RedisNotices } from "#components/admin/redis/redis-notices.tsx";
import { describeNode } from "#lib/metrics/inspect/describe-node.ts";
import { SAMPLES, sampleMemory } from "#lib/metrics/inspect/memory-sample.ts";
import { type NodeReport, readNodeReports } from "#lib/metrics/inspect/node-report.ts";
import { readRedisNotices } from "#lib/metrics/redis-notices.ts";
import { wholeNumber } from "#lib/validation.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Redis", robots: { index: false } };

const query = z.object({
  node: wholeNumber(1, 1000).catch(1),
  keys: wholeNumber(SAMPLES[0], SAMPLES[1]).catch(SAMPLES[0]),
});

interface RedisPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const nameOf = ({ info }: NodeReport, i: number) => {
  const port = info?.tcp_port;
  return port && port !== "0" ? `Node ${i + 1}, port ${port}` : `Node ${i + 1}`;
};

/** What Redis says of itself, node by node, and what its memory is used for. */
export default async function RedisPage({ searchParams }: RedisPageProps) {
  await requireAdmin("/admin/redis");
  const { node, keys } = query.parse(await searchParams);
  const [reports, notices, sample] = await Promise.all([readNodeReports(), readRedisNotices(), sampleMemory(keys)]);
  const chosen = Math.min(node, reports.length) - 1;
  const report = reports[chosen];
  const addressWith = (n: number, most: number) =>
    `/admin/redis?${new URLSearchParams({ node: String(n), keys: String(most) })}`;
  return (
    <div className="shell flex flex-col gap-10 py-8">
      <header className="flex flex-col gap-4">
        <h1 className="font-display font-extrabold text-4xl tracking-tight">Redis</h1>
        <RedisNotices notices={notices} />
      </header>
      <section aria-labelledby="memory-by-family" className="flex flex-col gap-3">
        <h2 id="memory-by-family" className="font-bold font-display text-3xl tracking-tight">
          What the memory is used for
        </h2>
        <MemoryFamilies sample={sample} more={keys < SAMPLES[1] ? addressWith(chosen + 1, SAMPLES[1]) : null} />
      </section>
      {report && (
        <section aria-labelledby="node" className="flex flex-col gap-8">
          <h2 id="node" className="font-bold font-display text-3xl tracking-tight">
            {reports.length > 1 ? nameOf(report, chosen) : "The server"}
          </h2>
          {reports.length > 1 && (
            <nav aria-label="Nodes of the cluster" className="flex flex-wrap gap-2">
              {reports.map((one, i) => (
                <Link
                  key={nameOf(one, i)}
                  href={addressWith(i + 1, keys)}
                  prefetch={false}
                  aria-current={i === chosen ? "true" : undefined}
                  className={optionLinkClass(i === chosen)}
                >
                  {nameOf(one, i)}
                </Link>
              ))}
            </nav>
          )}
          {report.info ? (
            <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 md:grid-cols-2 xl:grid-cols-3">
              {describeNode(report.info).map((group) => (
                <FigureGroup key={group.title} {...group} />
              ))}
            </div>
          ) : (
            <p className="text-soft">Not permitted: the store's user may not call INFO.</p>
          )}
          <NodeTables {...report} />
        </section>
      )}
    </div>
  );
}
