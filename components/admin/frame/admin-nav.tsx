"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { SECTIONS } from "#components/admin/layout/admin-pages.ts";
import { centreInRow } from "#components/ui/centre-in-row.ts";

/** The address of the section that a page belongs to. Only the overview itself belongs to the overview. */
const sectionOf = (path: string) =>
  SECTIONS.find(({ href }) => (href === "/admin" ? path === href : path.startsWith(href)))?.href;

/** The sections of the admin area. */
export function AdminNav() {
  const path = usePathname();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    centreInRow(list.current?.querySelector<HTMLElement>(`[aria-current][href="${sectionOf(path)}"]`));
  }, [path]);
  return (
    <nav aria-label="Administration" className="border-line border-b">
      <ul
        ref={list}
        className="shell relative flex gap-1 overflow-x-auto py-1.5 [scrollbar-width:none] max-sm:edge-fade"
      >
        {SECTIONS.map(({ href, title }) => {
          const here = href === sectionOf(path);
          return (
            <li key={href} className="-ml-3 mr-3 shrink-0 last:mr-0">
              <Link
                href={href}
                prefetch={false}
                aria-current={here ? "page" : undefined}
                className={clsx(
                  "flex min-h-11 items-center rounded-full px-3 font-semibold hover:text-accent-text",
                  here ? "text-accent-text underline decoration-2 underline-offset-8" : "text-soft",
                )}
              >
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
