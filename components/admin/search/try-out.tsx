import Link from "next/link";
import { formatCount } from "#components/shared/format-count.ts";
import { buttonClass } from "#components/ui/button.ts";
import { MAX_QUERY, type SearchPage } from "#lib/search/schema.ts";

interface TryOutProps {
  q: string;
  /** null before anything was asked */
  tried: { with: SearchPage; without: SearchPage } | null;
}

/** A field to try out what a text finds with the synonyms and without them. */
export function TryOut({ q, tried }: TryOutProps) {
  return (
    <section aria-labelledby="try-out" className="flex flex-col gap-4">
      <h2 id="try-out" className="font-display font-extrabold text-2xl tracking-tight">
        Try it out
      </h2>
      <form action="/admin/search" className="flex max-w-full flex-wrap gap-2">
        <input
          type="search"
          name="q"
          aria-label="Text to search for"
          defaultValue={q}
          maxLength={MAX_QUERY}
          className="h-11 min-w-0 max-w-full rounded-full border-[1.5px] border-edge bg-raised px-4"
        />
        <button type="submit" className={buttonClass("outline")}>
          Search
        </button>
      </form>
      {tried && (
        <div className="grid gap-6 sm:grid-cols-2">
          <Found title="With synonyms" page={tried.with} />
          <Found title="Without" page={tried.without} />
        </div>
      )}
    </section>
  );
}

function Found({ title, page: { items, total = 0, missing = [] } }: { title: string; page: SearchPage }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="tag text-soft">{title}</h3>
      <p className="mt-1 font-semibold">
        {formatCount(total, "product")}
        {missing.length > 0 && <span className="wrap-anywhere text-soft">{`, nothing for ${missing.join(", ")}`}</span>}
      </p>
      <ol className="mt-2">
        {items.map(({ id, name }) => (
          <li key={id} className="border-line border-t">
            <Link
              href={`/admin/skus/${id}`}
              prefetch={false}
              className="wrap-anywhere inline-flex min-h-11 items-center py-1 leading-tight hover:underline"
            >
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
