import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CommandsPage } from "#components/store/commands/commands-page.tsx";
import { compareWays } from "#lib/command-log/compare.ts";
import { findEntry, limitLogs, listRequests } from "#lib/command-log/store.ts";
import { showsCommands } from "#lib/command-log/viewer.ts";
import { FAMILIES } from "#lib/key-browser/families.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { viewerOf } from "#lib/web/request/viewer.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "The Redis commands behind this store", robots: { index: false } };

interface PageProps {
  searchParams: Promise<{ compare?: string | string[]; refused?: string | string[] }>;
}

/** The visitor's own requests with their commands, and what the store keeps in Redis. */
export default async function Page({ searchParams }: PageProps) {
  if (!showsCommands()) notFound();
  const { compare, refused } = await searchParams;
  const context = await nextContext();
  const viewer = await viewerOf(context);
  const requests = viewer ? await listRequests(viewer) : null;
  const entry = viewer && typeof compare === "string" ? await findEntry(viewer, compare) : null;
  const mayCompare = entry && (await limitLogs(context.clientAddress)) === null;
  return (
    <CommandsPage
      requests={requests}
      comparison={mayCompare ? { id: entry.shown.id, measured: await compareWays(entry) } : null}
      isRefused={refused !== undefined || (entry !== null && !mayCompare)}
      families={FAMILIES.map(({ id, title, type, about, patterns }) => ({ id, title, type, about, patterns }))}
    />
  );
}
