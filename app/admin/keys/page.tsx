import clsx from "clsx";
import type { Metadata } from "next";
import { z } from "zod";
import { KeyFilter } from "#components/admin/keys/key-filter.tsx";
import { KeyTable, KeyTree } from "#components/admin/keys/key-list.tsx";
import { KeyPanel } from "#components/admin/keys/key-panel.tsx";
import { KeysHeading } from "#components/admin/keys/keys-heading.tsx";
import { ScanProgress } from "#components/admin/keys/scan-progress.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { FAMILIES, familyOf, patternOf } from "#lib/key-browser/families.ts";
import { listKeys } from "#lib/key-browser/list-keys.ts";
import { readKey } from "#lib/key-browser/read-key.ts";
import { keyParams, listKeysQuery, readKeyQuery } from "#lib/key-browser/schema.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Keys", robots: { index: false } };

const { pattern, type, cursor } = listKeysQuery.shape;
const { from } = readKeyQuery.shape;
const name = keyParams.shape.key.optional().catch(undefined);
/** What is not understood is left out. */
const query = z.object({
  pattern: pattern.catch("*"),
  type: type.catch(undefined),
  family: z
    .enum(FAMILIES.map(({ id }) => id))
    .optional()
    .catch(undefined),
  view: z.enum(["list", "tree"]).optional().catch(undefined),
  cursor: cursor.catch(undefined),
  key: name,
  at: cursor.catch(undefined),
  from: from.catch("start"),
  as: z.enum(["text", "json", "hex"]).optional().catch(undefined),
  edit: z.string().max(10_000).optional().catch(undefined),
  deleted: name,
});

/** Keys on a page of the list, and of the tree, which groups what it has. */
const LIST_SIZE = 50;
const TREE_SIZE = 500;
/** Elements of a value on a page. */
const VALUE_SIZE = 50;

interface KeysPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The keys of Redis, and what one of them holds. */
export default async function KeysPage({ searchParams }: KeysPageProps) {
  await requireAdmin("/admin/keys");
  const { deleted, ...asked } = query.parse(await searchParams);
  const family = FAMILIES.find(({ id }) => id === asked.family);
  const isFree = asked.pattern === "*";
  const [page, details] = await Promise.all([
    listKeys({
      ...asked,
      pattern: isFree && family ? patternOf(family) : asked.pattern,
      limit: asked.view === "tree" ? TREE_SIZE : LIST_SIZE,
      ...(family && { accepts: (key: string) => familyOf(key) === family }),
    }),
    asked.key === undefined ? null : readKey(asked.key, { cursor: asked.at, limit: VALUE_SIZE, from: asked.from }),
  ]);
  const shown = page.items.length > 0;
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <KeysHeading title="Keys" path="/admin/keys" />
      <FormMessage state={deleted === undefined ? null : { ok: true, message: `${deleted} is deleted.` }} />
      <div className={clsx(asked.key !== undefined && "max-lg:hidden")}>
        <KeyFilter query={asked} />
      </div>
      <div
        className={clsx(
          "grid items-start gap-10",
          asked.key !== undefined && "lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]",
        )}
      >
        <div className={clsx("flex min-w-0 flex-col gap-5", asked.key !== undefined && "max-lg:hidden")}>
          {shown && asked.view === "tree" && <KeyTree items={page.items} query={asked} />}
          {shown && asked.view !== "tree" && <KeyTable items={page.items} query={asked} />}
          {!shown && !page.nextCursor && (
            <EmptyList
              noun="keys"
              all="/admin/keys"
              filtered={!isFree || asked.type !== undefined || family !== undefined}
              continued={asked.cursor !== undefined}
            />
          )}
          {!shown && page.nextCursor && <p className="text-lg text-soft">No keys match so far.</p>}
          <ScanProgress {...page} found={shown} query={asked} />
        </div>
        {details && <KeyPanel details={details} query={asked} />}
        {asked.key !== undefined && !details && (
          <p className="wrap-anywhere text-lg text-soft">{`There is no key ${asked.key}. It may have expired, or been deleted.`}</p>
        )}
      </div>
    </div>
  );
}
