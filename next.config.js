import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  // Cached pages live in the memory of the process: what was rendered from one Redis must not be
  // served by the next start against another.
  experimental: { isrFlushToDisk: false, authInterrupts: true, globalNotFound: true },
  // Pages of the catalogue live in the memory of each process, and go when any process edits a SKU.
  cacheHandler: fileURLToPath(new URL("lib/front/cache-handler.ts", import.meta.url)),
  cacheMaxMemorySize: 0,
  poweredByHeader: false,
  // The front compresses (lib/front/decide-reply.ts): it has to see documents to allow their scripts by hash.
  compress: false,
  reactStrictMode: true,
  // The front page has a parameter, so that it is made at the first visit and not at build time.
  rewrites: async () => [{ source: "/", destination: "/shelf/home" }],
  serverExternalPackages: ["redis", "@redis/client", "piscina", "bcryptjs", "@zxcvbn-ts/language-common"],
};

export default config;
