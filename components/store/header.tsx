import Link from "next/link";
import { categories } from "#lib/sku/categories.ts";
import { AccountLink } from "./account-link.tsx";
import { CartBadge } from "./cart-badge.tsx";
import { CategoryLink } from "./category-link.tsx";
import { Mark } from "./mark.tsx";
import { SearchField } from "./search-field.tsx";

export function Header() {
  return (
    <>
      <p className="tag bg-ink px-4 py-2 text-center text-paper">
        Nothing is for sale <span aria-hidden="true">·</span> Everything is measured
        <span className="hidden sm:inline">
          {" "}
          <span aria-hidden="true">·</span> Free delivery to nowhere
        </span>
      </p>
      <header className="sticky top-0 z-30 border-line border-b bg-paper/95 backdrop-blur-sm">
        <div className="shell flex flex-wrap items-center gap-x-2 py-2 md:gap-x-6 md:py-3">
          <Link
            href="/"
            prefetch={false}
            aria-label="Fake Web Retailer, home"
            className="flex min-h-11 items-center gap-2.5"
          >
            <Mark className="h-9 w-auto md:h-10" />
            <span className="font-display font-extrabold text-[1.0625rem] leading-[0.95] tracking-tight md:text-xl md:leading-[0.9]">
              Fake Web
              <br />
              Retailer
            </span>
          </Link>
          <div className="order-last w-full pt-2 md:order-none md:w-auto md:flex-1 md:pt-0">
            <SearchField />
          </div>
          <div className="ml-auto flex items-center">
            <AccountLink />
            <CartBadge />
          </div>
        </div>
      </header>
      <nav aria-label="Departments" className="border-line border-b">
        <ul className="shell flex snap-x gap-1 overflow-x-auto py-1.5 [scrollbar-width:none]">
          {categories.map((category) => (
            <li key={category.slug} className="-ml-3 mr-3 shrink-0 snap-start last:mr-0">
              <CategoryLink slug={category.slug} title={category.title} />
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
