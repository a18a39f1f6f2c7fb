# The whole product in one image: pages built, only what runs, an unprivileged account.
#   docker build -t causeway .
#   docker run -p 127.0.0.1:4600:4600 -v causeway:/data causeway
# With a PostgreSQL of its own beside it: compose.yaml

FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci \
  && node --input-type=module -e "const { ensureBuilt } = await import('@causeway/app-server'); await ensureBuilt(console.log)" \
  && chmod -R a+rX apps/web/dist apps/tracker/dist

FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY . .
RUN npm ci --omit=dev --workspace @causeway/app-cli \
  && chmod -R a+rX .

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app /app
COPY --from=build /app/apps/web/dist /app/apps/web/dist
COPY --from=build /app/apps/tracker/dist /app/apps/tracker/dist
RUN install -d -o 1000 -g 1000 /data /backups
USER 1000:1000
VOLUME /data
EXPOSE 4600
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4600/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/apps/cli/bin/causeway.mjs"]
CMD ["start", "--data", "/data"]
