import { formatCount } from "#components/shared/format-count.ts";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { SectionHeading } from "#components/ui/section-heading.tsx";
import { categories, describeCategory } from "#lib/sku/categories.ts";

interface CategoryTilesProps {
  /** category → number of products */
  counts: ReadonlyMap<string, number>;
}

/** The departments that have products, one to a floor. */
export function CategoryTiles({ counts }: CategoryTilesProps) {
  const own = categories.filter(({ slug }) => counts.has(slug));
  const added = [...counts.keys()]
    .filter((slug) => !own.some((category) => category.slug === slug))
    .map(describeCategory);
  return (
    <section id="departments" aria-label="Departments" className="shell mt-20">
      <SectionHeading title="Floor by floor" />
      <ul className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        {[...own, ...added].map(({ slug, title, hue, picture }, floor) => (
          <li key={slug} style={hueStyle(hue)}>
            <HoverLink
              href={`/categories/${slug}`}
              className="tile group relative flex aspect-[4/5] flex-col justify-between overflow-hidden rounded-3xl p-4 sm:aspect-square sm:p-6"
            >
              <span className="tag flex justify-between">
                <span aria-hidden="true">{floor === 0 ? "Ground floor" : `Floor ${floor}`}</span>
                <span className="hidden sm:inline">{formatCount(counts.get(slug) ?? 0, "product")}</span>
              </span>
              <img
                src={picture}
                alt=""
                width={180}
                height={180}
                loading="lazy"
                className="-right-3 absolute bottom-14 w-[64%] rotate-6 transition-transform duration-300 ease-out-fast group-hover:rotate-0 group-hover:scale-108 sm:right-4 sm:bottom-16 sm:w-1/2"
              />
              <span className="relative font-display font-extrabold text-2xl leading-[0.95] tracking-tight sm:text-4xl">
                {title}
              </span>
            </HoverLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
