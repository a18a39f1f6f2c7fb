import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Access } from "./access.ts";

export interface StaticFiles {
  /** The built web app: `index.html`, and `assets/` with a hash in every name. */
  readonly web?: string;
  /** The built browser SDK, one file. */
  readonly tracker?: { readonly folder: string; readonly file: string };
}

const access: Access = { kind: "public", why: "the program's own files hold no data" };
const yearSeconds = 31_536_000;

/**
 * Serves the built app (precompressed files where they exist), the browser SDK at `/causeway.js`, and `index.html`
 * for every page of the app that a person opens or reloads.
 */
export async function serveStaticFiles(app: FastifyInstance, files: StaticFiles): Promise<void> {
  await app.register(fastifyStatic, {
    root: files.web ?? import.meta.dirname,
    serve: false,
    preCompressed: true,
    cacheControl: false,
  });
  const { tracker, web } = files;
  if (tracker) {
    app.get("/causeway.js", { config: { access } }, (_request, reply) =>
      reply
        .header("cache-control", "public, max-age=3600")
        .header("cross-origin-resource-policy", "cross-origin")
        .sendFile(tracker.file, tracker.folder),
    );
  }
  if (web === undefined || !existsSync(web)) return;
  app.get("/assets/*", { config: { access } }, (request, reply) => {
    reply.header("cache-control", `public, max-age=${yearSeconds}, immutable`);
    return reply.sendFile(`assets/${(request.params as { readonly "*": string })["*"]}`);
  });
  app.get("/*", { config: { access } }, (request, reply) => {
    const path = (request.params as { readonly "*": string })["*"];
    return isPage(path) ? sendPage(reply) : reply.sendFile(path);
  });
}

function sendPage(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "no-cache").sendFile("index.html");
}

/** Files have an extension; addresses under `/api` and `/v1` are operations, not pages. */
function isPage(path: string): boolean {
  return !/\.[a-z0-9]{2,5}$/i.test(path) && !/^(api|v1)(\/|$)/.test(path);
}
