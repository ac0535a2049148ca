# Waybill in one container: one process, one file in /data.
#   docker build -t waybill .
#   echo "APP_SECRET=$(openssl rand -hex 32)" >> .env        once: every later container needs the same
#   docker run -p 3000:3000 -v waybill:/data --env-file .env -e PUBLIC_URL=https://ship.example waybill
ARG BUN_VERSION=1.4.5

FROM oven/bun:${BUN_VERSION} AS build
WORKDIR /app
COPY . .
RUN bun install --frozen-lockfile && bun run build

FROM oven/bun:${BUN_VERSION} AS dependencies
WORKDIR /app
COPY . .
RUN bun install --frozen-lockfile --production

FROM oven/bun:${BUN_VERSION}-slim
WORKDIR /app
COPY --from=dependencies /app .
COPY --from=build /app/packages/adapters/src/registry.gen.ts packages/adapters/src/registry.gen.ts
COPY --from=build /app/apps/dashboard/dist apps/dashboard/dist
COPY --from=build /app/apps/tracking/dist apps/tracking/dist
ENV NODE_ENV=production DATABASE_URL=file:/data/waybill.db
RUN mkdir -p /data && chown bun:bun /data
VOLUME /data
USER bun
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD bun -e "process.exit((await fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/readyz')).ok ? 0 : 1)"
# The server itself, so that SIGTERM reaches it: it stops accepting, tells sockets to come back, and closes the database.
CMD ["bun", "--no-install", "apps/api/src/bun.ts"]
