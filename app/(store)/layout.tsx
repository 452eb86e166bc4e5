import type { ReactNode } from "react";
import { Frame } from "#components/store/layout/store-layout.tsx";

export default function StoreLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
