import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildHttpServer, type HttpServer } from "./http-server.ts";

let folder: string;
let server: HttpServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "causeway-static-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>Causeway</title>");
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/app-1a2b.js"), "plain");
  writeFileSync(join(folder, "assets/app-1a2b.js.br"), "brotli");
  writeFileSync(join(folder, "causeway.js"), "sdk");
  server = await buildHttpServer({
    routes: [],
    authenticator: { identify: async () => null, roleIn: async () => null },
    workspace: () => Promise.reject(new Error("none")),
    info: { title: "", version: "", description: "" },
    files: { web: folder, tracker: { folder, file: "causeway.js" } },
  });
});
afterAll(async () => {
  await server.app.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ url, headers });

it.each(["/", "/customers", "/w/1/leads?view=2", "/invitation/abc-def"])(
  "serveStaticFiles() gives the app at %s, never from a cache without asking",
  async (url) => {
    const answer = await get(url);
    expect(answer.body).toContain("<title>Causeway");
    expect(answer.headers["cache-control"]).toBe("no-cache");
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  },
);

it("serveStaticFiles() lets hashed files be kept for a year, compressed where the browser can", async () => {
  const plain = await get("/assets/app-1a2b.js");
  expect(plain.body).toBe("plain");
  expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  const small = await get("/assets/app-1a2b.js", { "accept-encoding": "br, gzip" });
  expect(small.body).toBe("brotli");
  expect(small.headers["content-encoding"]).toBe("br");
});

it("serveStaticFiles() gives the browser SDK to pages of other origins", async () => {
  const answer = await get("/causeway.js");
  expect(answer.body).toBe("sdk");
  expect(answer.headers["cross-origin-resource-policy"]).toBe("cross-origin");
});

it.each([
  "/api/nothing",
  "/v1/nothing",
  "/assets/gone-1a.js",
  "/gone.png",
  "/%2e%2e/%2e%2e/secret.json",
])("serveStaticFiles() answers 404 as a problem at %s", async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.headers["cache-control"]).toBe("no-store");
});
