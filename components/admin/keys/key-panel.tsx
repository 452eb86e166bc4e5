import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { familyOf, primaryOf } from "#lib/key-browser/families.ts";
import type { KeyDetails } from "#lib/key-browser/read-key.ts";
import { whyKeyIsFixed } from "#lib/key-browser/secrets.ts";
import { formatMemory, formatNumber, formatTtl } from "./format-key.ts";
import { DeleteKeyForm, FieldForm, TtlForm } from "./key-forms.tsx";
import { KeyValueView, listRows } from "./key-value.tsx";
import { type KeysQuery, keysPath, pageOfKey, withKey } from "./keys-path.ts";

const linkClass = "font-semibold underline decoration-line decoration-2 underline-offset-4 hover:decoration-accent";

/** What the store knows of a key: its family, and the page that shows the same. */
function KeyFamilyNote({ name }: { name: string }) {
  const primary = primaryOf(name);
  const family = familyOf(name);
  const page = pageOfKey(primary);
  return (
    <p className="max-w-[65ch] text-soft">
      {family ? (
        <>
          <Link href={`/admin/keys/data-model#${family.id}`} prefetch={false} className={linkClass}>
            {family.title}
          </Link>
          {`: ${family.about} `}
        </>
      ) : (
        "The store did not write this key. "
      )}
      {page && (
        <Link href={page.href} prefetch={false} className={linkClass}>
          {page.title}
        </Link>
      )}
    </p>
  );
}

function Facts({ details: { type, ttl, bytes, encoding, length } }: { details: KeyDetails }) {
  const facts = [
    ["Type", type],
    [type === "string" ? "Bytes" : "Length", formatNumber(length)],
    ["TTL", ttl === null ? "none" : formatTtl(ttl)],
    ["Memory", formatMemory(bytes)],
    ["Encoding", encoding || "not permitted"],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-5">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="tag text-soft">{label}</dt>
          <dd className="figures whitespace-nowrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ends({ type, query }: { type: string; query: KeysQuery }) {
  if (type !== "list" && type !== "zset" && type !== "stream") return null;
  const isEnd = query.from === "end";
  const link = { ...query, at: undefined, edit: undefined };
  return (
    <Link
      href={keysPath({ ...link, from: isEnd ? "start" : "end" })}
      prefetch={false}
      className={buttonClass("quiet", "self-start")}
    >
      {isEnd ? "From the beginning" : "From the end"}
    </Link>
  );
}

/** A key: what is known of it, a page of its value, and the forms that change it. */
export function KeyPanel({ details, query }: { details: KeyDetails; query: KeysQuery }) {
  const { key, type, ttl, value, nextCursor, cut } = details;
  const seen = { name: key, type };
  const fixed = whyKeyIsFixed(key);
  const caution = familyOf(key)?.caution;
  const edited =
    query.edit === undefined
      ? undefined
      : listRows(details, query).find(({ name, edit }) => edit && name === query.edit);
  const isEmpty = details.length === 0 && value.type !== "string";
  return (
    <section aria-labelledby="key-name" className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-6">
      <div>
        <Link href={withKey(query)} prefetch={false} className={buttonClass("quiet", "lg:hidden")}>
          Back to the list
        </Link>
        <h2 id="key-name" className="figures wrap-anywhere font-semibold text-xl">
          {key}
        </h2>
      </div>
      <Facts details={details} />
      <KeyFamilyNote name={key} />
      {edited && (
        <div className="rounded-2xl border-2 border-edge p-4">
          <FieldForm
            key={`${key} ${edited.name}`}
            {...seen}
            field={edited.name}
            label={edited.name}
            value={edited.value}
            caution={caution}
          />
          <Link
            href={keysPath({ ...query, edit: undefined })}
            prefetch={false}
            className={buttonClass("quiet", "mt-2")}
          >
            Leave it as it is
          </Link>
        </div>
      )}
      <Ends type={type} query={query} />
      {isEmpty ? <p className="text-soft">It holds nothing.</p> : <KeyValueView details={details} query={query} />}
      {cut > 0 && (
        <p className="text-soft">{`${cut === 1 ? "A value is" : `${cut} values are`} longer than 16 KB; the rest is not shown.`}</p>
      )}
      {nextCursor && (
        <p>
          <Link
            href={keysPath({ ...query, at: nextCursor, edit: undefined })}
            prefetch={false}
            className={buttonClass("outline")}
          >
            Next page of the value
          </Link>
        </p>
      )}
      <div className="grid gap-6 border-line border-t pt-5 sm:grid-cols-2">
        {fixed ? (
          <p className="max-w-[65ch] text-soft sm:col-span-2">{`It can't be deleted here, nor its lifetime changed: the key ${fixed}.`}</p>
        ) : (
          <>
            <TtlForm key={key} {...seen} ttl={ttl} />
            <DeleteKeyForm key={`delete ${key}`} {...seen} caution={caution} />
          </>
        )}
      </div>
    </section>
  );
}
