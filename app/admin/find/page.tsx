import type { Metadata } from "next";
import Link from "next/link";
import { OptionText } from "#components/admin/palette/palette-list.tsx";
import { countFound, listGroups } from "#components/admin/palette/palette-options.ts";
import { buttonClass } from "#components/ui/button.ts";
import { findForPalette } from "#lib/palette/find.ts";
import { paletteQuery } from "#lib/palette/schema.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Find", robots: { index: false } };

const query = paletteQuery.extend({ q: paletteQuery.shape.q.catch("") });

interface FindPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What the command palette finds, as a page: without JavaScript, and to be linked to. */
export default async function FindPage({ searchParams }: FindPageProps) {
  await requireAdmin("/admin/find");
  const { q } = query.parse(await searchParams);
  const groups = listGroups(q, await findForPalette(q));
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Find</h1>
      <form action="/admin/find" className="flex flex-wrap gap-2">
        <input
          type="search"
          name="q"
          aria-label="A page, SKU, order, person or key"
          placeholder="A page, SKU, order, person or key"
          defaultValue={q}
          maxLength={200}
          className="h-11 w-96 max-w-full rounded-full border-[1.5px] border-edge bg-raised px-4 placeholder:text-soft"
        />
        <button type="submit" className={buttonClass("ink")}>
          Find
        </button>
      </form>
      {q !== "" && countFound(groups) === 0 && <p className="text-lg text-soft">{`Nothing is called “${q}”.`}</p>}
      {groups.map(({ title, options }) => (
        <section key={title} aria-label={title} className="flex flex-col gap-1">
          <h2 className="font-bold font-display text-2xl tracking-tight">{title}</h2>
          <ul>
            {options.map(({ href, ...text }) => (
              <li key={href}>
                <Link
                  href={href}
                  prefetch={false}
                  className="flex min-h-11 flex-wrap content-center items-baseline gap-x-3 py-1.5 leading-tight hover:text-accent-text hover:underline"
                >
                  <OptionText {...text} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
