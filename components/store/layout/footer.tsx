import Link from "next/link";
import { Logo } from "#components/shared/logo.tsx";
import { CommandsLink } from "#components/store/commands/commands-link.tsx";
import { showsCommands } from "#lib/command-log/viewer.ts";
import { categories } from "#lib/sku/categories.ts";

const serviceLinks = [
  { href: "/cart", title: "Cart" },
  { href: "/wishlist", title: "Wishlist" },
  { href: "/account", title: "Account" },
  { href: "/login", title: "Sign in" },
  { href: "/register", title: "Register" },
];

export function Footer() {
  return (
    <footer className="mt-24 border-line border-t">
      <div className="shell grid gap-10 py-14 sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1fr]">
        <div className="flex flex-col gap-4">
          <Logo className="h-14 w-auto self-start" />
          <p className="max-w-[36ch] font-display font-extrabold text-2xl leading-tight tracking-tight">
            Everything on this page was read from one Redis.
          </p>
          <p className="max-w-[48ch] text-soft">
            Fake Web Retailer is the store of <cite>Redis in Action</cite>, chapter 2, built out until you could believe
            it. Products, prices and stock are made up. Sessions, carts and counters are not: they are kept, counted and
            forgotten exactly as the small print on each receipt says.
          </p>
          {showsCommands() && <CommandsLink />}
        </div>
        <FooterList
          title="Departments"
          links={categories.map(({ slug, title }) => ({ href: `/categories/${slug}`, title }))}
        />
        <FooterList title="Service" links={serviceLinks} />
      </div>
      <p className="tag shell border-line border-t py-5 text-soft">
        No goods, no money, one cookie; another while you look at commands <span aria-hidden="true">·</span> Pictures:
        Fluent Emoji, MIT
      </p>
    </footer>
  );
}

interface FooterListProps {
  title: string;
  links: readonly { href: string; title: string }[];
}

function FooterList({ title, links }: FooterListProps) {
  return (
    <nav aria-label={`${title}, footer`}>
      <p className="tag mb-2 text-soft">{title}</p>
      <ul className="columns-2 gap-x-6">
        {links.map(({ href, title: name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="inline-flex min-h-11 items-center decoration-2 decoration-accent underline-offset-4 hover:underline sm:min-h-9"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
