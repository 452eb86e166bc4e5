/** @type {import("next").NextConfig} */
const config = {
  // Cached pages live in the memory of the process: what was rendered from one Redis must not be
  // served by the next start against another.
  experimental: { isrFlushToDisk: false },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["redis", "@redis/client", "piscina", "bcryptjs", "@zxcvbn-ts/language-common"],
};

export default config;
