import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { OPEN_GRAPH } from "#components/store/share/open-graph.ts";
import { publicSite } from "#lib/config.ts";
import { Document } from "./document.tsx";

export const metadata: Metadata = {
  metadataBase: new URL(publicSite()),
  openGraph: OPEN_GRAPH,
  title: { default: "Fake Web Retailer: everything must stay", template: "%s · Fake Web Retailer" },
  description:
    "A complete department store where nothing is for sale and everything is measured. It runs on one Redis.",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "48x48" },
      { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
    ],
    apple: "/apple-touch-icon.png",
  },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf5ec" },
    { media: "(prefers-color-scheme: dark)", color: "#17110d" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return <Document>{children}</Document>;
}
