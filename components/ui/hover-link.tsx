"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link that prefetches its page on hover, touch or focus. Next.js prefetches every link in view by default: a list of
 * 24 products would request 24 pages that nobody opens.
 */
export function HoverLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  const [isActive, setActive] = useState(false);
  const activate = () => setActive(true);
  return (
    <Link
      {...props}
      prefetch={isActive ? null : false}
      onPointerEnter={activate}
      onTouchStart={activate}
      onFocus={activate}
    />
  );
}
