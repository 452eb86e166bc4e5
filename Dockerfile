# syntax=docker/dockerfile:1
# The store without a Redis: REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL names yours. docs/containers.md says more.

# The version of the npm package `node`, on which everything is tested.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS build
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /store
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build
# Packages that the image lacks by itself: "@redis/entraid @azure/identity" for REDIS_ENTRA_ID.
ARG EXTRA_PACKAGES=""
RUN sh deploy/trim.sh && mkdir /data

# The C and C++ libraries, certificates and time zones: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build /store /store
WORKDIR /store
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER 65532:65532
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "bin/healthcheck.ts"]
CMD ["node", "bin/serve.ts"]
