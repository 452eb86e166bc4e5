import type { Metadata } from "next";
import Link from "next/link";
import { formatMemory } from "#components/admin/keys/format-key.ts";
import { KeysHeading } from "#components/admin/keys/keys-heading.tsx";
import { keysPath } from "#components/admin/keys/keys-path.ts";
import { ShowPassword } from "#components/admin/keys/show-password.tsx";
import { describeConnection } from "#lib/key-browser/connection-details.ts";
import { DOCUMENT_KEYS } from "#lib/key-browser/document-keys.ts";
import { findKeys } from "#lib/key-browser/list-keys.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Redis Insight", robots: { index: false } };

const REMARKS = {
  server: "Add a database in Redis Insight and type in what stands here.",
  socket: "This Redis listens on a socket of its machine only, which Redis Insight can't use. redis-cli -s can.",
  cluster: "Redis Insight asks the first node for the others.",
  sentinel: "Choose Redis Sentinel in Redis Insight: it asks the Sentinels for the primary.",
};

/** How to look at the store's Redis with Redis Insight, and where the keys of the two documents are. */
export default async function RedisInsightPage() {
  await requireAdmin("/admin/keys/redis-insight");
  const { kind, lines, password } = describeConnection();
  const found = new Map((await findKeys(DOCUMENT_KEYS.map(({ key }) => key))).map((key) => [key.key, key]));
  const missing = DOCUMENT_KEYS.filter(({ key, pattern }) => !pattern && !found.has(key));
  return (
    <div className="shell flex flex-col gap-8 py-8">
      <KeysHeading title="Look at it with Redis Insight" path="/admin/keys/redis-insight" />
      <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
        <section className="flex flex-col gap-4">
          <h2 className="font-display font-bold text-2xl">Connect</h2>
          <p>{REMARKS[kind]}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            {lines.map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="tag self-center text-soft">{label}</dt>
                <dd className="figures wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
          {password === "yes" && <ShowPassword />}
          {password === "none" && <p className="text-soft">There is no password.</p>}
          {password === "token" && (
            <p className="text-soft">
              The store signs in with tokens of Microsoft Entra ID, and so has your client to.
            </p>
          )}
          <p className="text-soft text-sm">
            An address such as 127.0.0.1 is that of the machine of the store: from another one, connect through a
            tunnel, such as ssh -L.
          </p>
        </section>
        <section className="flex min-w-0 flex-col gap-4">
          <h2 className="font-display font-bold text-2xl">The keys of the two documents</h2>
          <table className="w-full text-left">
            <thead className="tag text-soft">
              <tr>
                <th scope="col" className="py-2 pr-4">
                  Key
                </th>
                <th scope="col" className="pr-4">
                  In this store
                </th>
                <th scope="col" className="hidden text-right sm:table-cell">
                  Memory
                </th>
              </tr>
            </thead>
            <tbody>
              {DOCUMENT_KEYS.map(({ key, pattern, about }) => {
                const there = found.get(key);
                return (
                  <tr key={key} className="border-line border-t align-top">
                    <td className="figures py-1 pr-4 text-sm">
                      {there || pattern ? (
                        <Link
                          href={keysPath(pattern ? { pattern } : { key })}
                          prefetch={false}
                          className="inline-flex min-h-11 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-accent"
                        >
                          {key}
                        </Link>
                      ) : (
                        <span className="inline-flex min-h-11 items-center">{key}</span>
                      )}
                    </td>
                    <td className="py-3 pr-4">{`${about}${there || pattern ? "" : " Not there yet."}`}</td>
                    <td className="figures hidden whitespace-nowrap py-3 text-right text-sm sm:table-cell">
                      {there ? formatMemory(there.bytes) : "–"}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {missing.length > 0 && (
            <p>
              <span className="figures">npm run seed -- --example</span> makes what is missing, on a store without users
              as user 1.
            </p>
          )}
        </section>
      </div>
    </div>
  );
}
