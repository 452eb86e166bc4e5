"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { centreInRow } from "#components/ui/centre-in-row.ts";
import { HoverLink } from "#components/ui/hover-link.tsx";

interface CategoryLinkProps {
  slug: string;
  title: string;
}

/** A department in the navigation. The current one is marked, and scrolled into view on a phone. */
export function CategoryLink({ slug, title }: CategoryLinkProps) {
  const href = `/categories/${slug}`;
  const pathname = usePathname();
  const isCurrent = pathname === href || pathname?.startsWith(`${href}/`);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent) centreInRow(link.current);
  }, [isCurrent]);
  return (
    <HoverLink
      ref={link}
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className="flex min-h-11 items-center rounded-full px-3 font-medium decoration-2 decoration-accent underline-offset-[6px] hover:underline aria-[current]:font-bold aria-[current]:underline"
    >
      {title}
    </HoverLink>
  );
}
