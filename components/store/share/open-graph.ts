import type { Metadata } from "next";

type OpenGraph = NonNullable<Metadata["openGraph"]>;

/** What every page says of itself where its link is shared (ogp.me). Its picture is `app/opengraph-image.tsx`. */
export const OPEN_GRAPH: OpenGraph = { siteName: "Fake Web Retailer", type: "website", locale: "en_US" };

/** The same for a page that has a picture of its own at `<path>/opengraph-image`. @param alt what the picture shows */
export function openGraphOf(path: string, alt: string): OpenGraph {
  const image = { url: `${path}/opengraph-image`, width: 1200, height: 630, type: "image/png", alt };
  return { ...OPEN_GRAPH, url: path, images: [image] };
}
