import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  // Cached pages live in the memory of the process: a page rendered from one Redis must not be served after a restart
  // against another.
  experimental: { isrFlushToDisk: false, authInterrupts: true, globalNotFound: true },
  // Catalogue pages are cached in the memory of each process, and evicted when any process edits a SKU.
  cacheHandler: fileURLToPath(new URL("lib/front/cache/cache-handler.ts", import.meta.url)),
  cacheMaxMemorySize: 0,
  poweredByHeader: false,
  // The front compresses (lib/front/decide-reply.ts): it has to see documents to allow their scripts by hash.
  compress: false,
  reactStrictMode: true,
  // The home page has a parameter, so that it is rendered on the first visit and not at build time.
  rewrites: async () => [
    { source: "/", destination: "/home/default" },
    // A sitemap lists only what is below its own folder, and a folder of the app is not named in part by a parameter.
    { source: "/sitemap-:page(\\d{1,5}).xml", destination: "/sitemaps/:page" },
    // TypeScript passes over folders whose names begin with a dot.
    { source: "/.well-known/:name(security\\.txt|change-password)", destination: "/well-known/:name" },
  ],
  redirects: async () => [
    { source: "/sitemaps/:page(\\d{1,5})", destination: "/sitemap-:page.xml", permanent: true },
    { source: "/well-known/:name(security\\.txt|change-password)", destination: "/.well-known/:name", permanent: true },
  ],
  serverExternalPackages: ["redis", "@redis/client", "piscina", "bcryptjs", "@zxcvbn-ts/language-common"],
};

export default config;
