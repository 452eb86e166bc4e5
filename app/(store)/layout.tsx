import type { ReactNode } from "react";
import { Frame } from "#components/store/frame.tsx";

export default function StoreLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
