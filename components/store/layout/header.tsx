import Link from "next/link";
import { Logo } from "#components/shared/logo.tsx";
import { CartBadge } from "#components/store/cart/cart-badge.tsx";
import { SearchField } from "#components/store/search/search-field.tsx";
import { AccountLink } from "#components/store/visitor/account-link.tsx";
import { categories } from "#lib/sku/categories.ts";
import { CategoryLink } from "./category-link.tsx";

export function Header() {
  return (
    <>
      {/* On a phone only the row with the cart is sticky; on a desktop, everything but the motto. */}
      <header className="contents md:sticky md:-top-8 md:z-30 md:block md:border-line md:border-b md:bg-paper">
        <p className="tag h-8 overflow-hidden bg-band text-center text-band-ink leading-8">
          Nothing is for sale <span aria-hidden="true">·</span> Everything is measured
          <span className="hidden sm:inline">
            {" "}
            <span aria-hidden="true">·</span> Free delivery to nowhere
          </span>
        </p>
        <div className="contents md:shell md:flex md:items-center md:gap-x-8 md:py-3">
          <div className="shell sticky top-0 z-30 flex items-center bg-paper py-1.5 md:contents">
            <Link
              href="/"
              prefetch={false}
              aria-label="Fake Web Retailer, home"
              className="flex min-h-11 shrink-0 items-center gap-2.5"
            >
              <Logo className="h-9 w-auto md:h-10" />
              <span className="font-display font-extrabold text-[1.0625rem] leading-[0.95] tracking-tight md:text-xl md:leading-[0.9]">
                Fake Web
                <br />
                Retailer
              </span>
            </Link>
            <div className="ml-auto flex items-center md:order-3">
              <AccountLink />
              <CartBadge />
            </div>
          </div>
          <div className="shell pb-2 md:mx-0 md:max-w-2xl md:flex-1 md:p-0">
            <SearchField />
          </div>
        </div>
      </header>
      <nav aria-label="Departments" className="border-line border-b">
        <ul className="shell relative flex gap-1 overflow-x-auto py-1.5 [scrollbar-width:none] max-sm:edge-fade">
          {categories.map((category) => (
            <li key={category.slug} className="-ml-3 mr-3 shrink-0 last:mr-0">
              <CategoryLink slug={category.slug} title={category.title} />
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
