import type { Metadata } from "next";
import { Frame } from "#components/store/frame.tsx";
import { NotHere } from "#components/store/not-here.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Frame>
      <NotHere />
    </Frame>
  );
}
