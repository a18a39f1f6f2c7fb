import fastify from "fastify";
import { type OpenApiInfo, openApiDocument } from "./openapi.ts";
import { defineRoute, type Route } from "./route.ts";

const access = { kind: "public", why: "describes the program, not its data" } as const;
const tags = ["reference"];

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Causeway API</title>
</head>
<body>
<div id="reference"></div>
<script src="/api/reference/scalar.js"></script>
<script src="/api/reference/start.js"></script>
</body>
</html>
`;

/** Every switch that would contact another host is off. */
const start = `Scalar.createApiReference("#reference", ${JSON.stringify({
  url: "/api/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
})});
`;

/** The OpenAPI document of all routes (these included) and a page to read it, which loads nothing from outside. */
export function referenceRoutes(routes: readonly Route[], info: OpenApiInfo): readonly Route[] {
  let document: string | undefined;
  let script: Promise<string> | undefined;
  const file = (path: string, summary: string, type: string, body: () => Promise<string>) =>
    defineRoute({
      method: "GET",
      path,
      summary,
      tags,
      access,
      response: "raw",
      handle: async () => ({
        headers: { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" },
        body: await body(),
      }),
    });
  const own: readonly Route[] = [
    file("/api/openapi.json", "The OpenAPI 3.1 document", "application/json", async () => {
      document ??= JSON.stringify(openApiDocument([...routes, ...own], info));
      return document;
    }),
    file("/api/reference", "This reference as a page", "text/html", async () => page),
    file("/api/reference/start.js", "Starts the page", "text/javascript", async () => start),
    file("/api/reference/scalar.js", "The page's program", "text/javascript", () => {
      script ??= readerScript();
      return script;
    }),
  ];
  return own;
}

/** The reader's script is inside its Fastify plug-in and nowhere else: a server that never listens hands it out. */
async function readerScript(): Promise<string> {
  // 5 MB of text, loaded when somebody first opens the page.
  const { default: scalar } = await import("@scalar/fastify-api-reference");
  const inner = fastify();
  await inner.register(scalar, { routePrefix: "/r", configuration: { content: {} } });
  const answer = await inner.inject("/r/js/scalar.js");
  await inner.close();
  return answer.body;
}
