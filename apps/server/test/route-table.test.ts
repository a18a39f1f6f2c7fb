import { type Route, roleReaches } from "@causeway/platform-http";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  Browser,
  becomeOwner,
  foundWorkspace,
  joinByInvitation,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

let test: TestServer;
let routes: readonly Route[];
let owner: Browser;
let ours: string;
let theirs: string;
let member: Browser;
let admin: Browser;
let outsider: Browser;

beforeAll(async () => {
  test = await startTestServer();
  routes = test.server.http.routes;
  owner = await becomeOwner(test.server);
  ours = await foundWorkspace(owner, "我们");
  theirs = await foundWorkspace(owner, "他们");
  member = await joinByInvitation(owner, test.server, ours, "member");
  admin = await joinByInvitation(owner, test.server, ours, "admin");
  outsider = await joinByInvitation(owner, test.server, theirs, "owner");
});
afterAll(() => test.close());

const anyId = "0198c0de-0000-7000-8000-000000000000";

function addressOf(route: Route, workspace: string): string {
  return route.path
    .replace(":workspace", workspace)
    .replaceAll(/:\w+/g, anyId)
    .replace("*", "anything");
}

const send = (browser: Browser, route: Route, workspace = ours) =>
  browser.send(route.method, addressOf(route, workspace), route.method === "GET" ? undefined : {});

it("every route of the server has decided who may call it, and the table is not empty", () => {
  expect(routes.length).toBeGreaterThan(30);
  for (const { access, method, path } of routes) {
    expect(["public", "session", "workspace", "source"], `${method} ${path}`).toContain(
      access.kind,
    );
    if (access.kind === "public") expect(access.why.length).toBeGreaterThan(10);
  }
});

it("the few public routes are these", () => {
  const open = routes.filter(({ access }) => access.kind === "public");
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toMatchInlineSnapshot(`
    [
      "GET /api/invitations/:token",
      "GET /api/openapi.json",
      "GET /api/reference",
      "GET /api/reference/scalar.js",
      "GET /api/reference/start.js",
      "GET /api/setup",
      "GET /api/sign-in-links/:token",
      "GET /health",
      "GET /m/:token",
      "GET /metrics",
      "POST /api/auth/sign-in/email",
      "POST /api/auth/sign-out",
      "POST /api/invitations/:token/accept",
      "POST /api/setup",
      "POST /api/sign-in-links/:token",
      "POST /m/:token",
      "POST /v1/m",
    ]
  `);
});

it("every route that is not public refuses a stranger with 401", async () => {
  const stranger = new Browser(test.server.url);
  for (const route of routes.filter(({ access }) => access.kind !== "public")) {
    const { status } = await send(stranger, route);
    expect(status, `${route.method} ${route.path}`).toBe(401);
  }
});

it("every workspace route answers 404 to a signed-in person of another workspace", async () => {
  for (const route of routes.filter(({ access }) => access.kind === "workspace")) {
    for (const workspace of [ours, anyId]) {
      const { status, body } = await send(outsider, route, workspace);
      expect(status, `${route.method} ${route.path}`).toBe(404);
      expect(body).toMatchObject({
        code: "not-found",
        detail: "There is no such workspace for you",
      });
    }
  }
});

it("every workspace route refuses a role below its own with 403", async () => {
  const people = [
    { role: "member", browser: member },
    { role: "admin", browser: admin },
  ] as const;
  for (const route of routes) {
    for (const { role, browser } of people) {
      if (route.access.kind !== "workspace" || roleReaches(role, route.access.role)) continue;
      const { status } = await send(browser, route);
      expect(status, `${role}: ${route.method} ${route.path}`).toBe(403);
    }
  }
});

it("every unsafe route refuses a member's cookie from another site", async () => {
  for (const route of routes) {
    if (route.method === "GET" || ["public", "source"].includes(route.access.kind)) continue;
    const { status } = await member.send(route.method, addressOf(route, ours), undefined, {
      origin: "https://evil.example",
    });
    expect(status, `${route.method} ${route.path}`).toBe(403);
  }
});

it("every operation is in the OpenAPI document", async () => {
  const { body } = await new Browser(test.server.url).get("/api/openapi.json");
  const { paths } = body as { readonly paths: Readonly<Record<string, object>> };
  for (const { method, path } of routes) {
    const key = path.replaceAll(/:(\w+)/g, "{$1}");
    expect(paths[key], `${method} ${path}`).toHaveProperty(method.toLowerCase());
  }
});
