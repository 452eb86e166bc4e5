import type { Metadata } from "next";
import Link from "next/link";
import { KeysHeading } from "#components/admin/keys/keys-heading.tsx";
import { keysPath } from "#components/admin/keys/keys-path.ts";
import { FAMILIES } from "#lib/key-browser/families.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Data model", robots: { index: false } };

/** The families of keys, and what each is for. */
export default async function DataModelPage() {
  await requireAdmin("/admin/keys/data-model");
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <KeysHeading title="Data model" path="/admin/keys/data-model" />
      <p className="max-w-[70ch] text-soft">
        A companion of a key is named <span className="figures">{"{<key>}:suffix"}</span>: the braces put it into the
        cluster slot of its key, so that both change in one script. docs/data-model.md has every key.
      </p>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        {FAMILIES.map(({ id, title, patterns, type, about, caution }) => (
          <section key={id} id={id} className="flex scroll-mt-24 flex-col gap-2 border-line border-t pt-4">
            <h2 className="font-display font-bold text-2xl">{title}</h2>
            <p className="figures wrap-anywhere text-sm">{patterns.join("  ")}</p>
            <p className="tag text-soft">{type}</p>
            <p className="max-w-[65ch]">{about}</p>
            {caution && <p className="max-w-[65ch] text-soft">{caution}</p>}
            <Link
              href={keysPath({ family: id })}
              prefetch={false}
              className="inline-flex min-h-11 items-center self-start font-semibold underline decoration-2 decoration-accent underline-offset-4 hover:text-accent-text"
            >
              {`Look at ${title.toLowerCase()}`}
            </Link>
          </section>
        ))}
      </div>
    </div>
  );
}
