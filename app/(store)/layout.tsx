import type { ReactNode } from "react";
import { StoreLayout } from "#components/store/layout/store-layout.tsx";

export default function Layout({ children }: { children: ReactNode }) {
  return <StoreLayout>{children}</StoreLayout>;
}
